from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Two people: the rows of before are checked without holding up anybody."""

    dependencies = [("requests_app", "0021_holds_apart")]

    operations = [ValidateConstraint(model_name="inquiry", name="inquiry_apart_by_two")]
