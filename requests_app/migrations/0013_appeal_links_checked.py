from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """The links there are keep to the new list too."""

    dependencies = [("requests_app", "0012_appeal_links_and_owners")]

    operations = [ValidateConstraint(model_name="entrylink", name="link_purpose_known")]
