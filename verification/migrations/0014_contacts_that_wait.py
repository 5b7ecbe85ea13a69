from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever waits for a code at one mailbox is found without reading all contact points."""

    atomic = False
    dependencies = [("verification", "0013_contact_wanted")]

    operations = [
        AddIndexConcurrently(
            model_name="contact",
            index=models.Index(
                fields=["value_index"], name="contact_wanted", condition=models.Q(wanted_at__isnull=False)
            ),
        ),
    ]
