from django.db import migrations

from audit.triggers import audited


class Migration(migrations.Migration):
    """No file may be stored, changed or forgotten without its ledger entry."""

    dependencies = [("vault", "0001_initial"), ("audit", "0001_initial")]

    operations = [audited("vault_storedfile", "file")]
