from django.db import migrations

from audit.triggers import audited


class Migration(migrations.Migration):
    """No check and no code may be made, changed or deleted without its ledger entry."""

    dependencies = [("verification", "0001_initial"), ("audit", "0001_initial")]

    operations = [audited("verification_check", "check"), audited("verification_code", "code")]
