from django.db import migrations

from audit.triggers import audited


class Migration(migrations.Migration):
    """No account and no key may be made, changed or deleted without its ledger entry."""

    dependencies = [("accounts", "0003_guest_scope"), ("audit", "0001_initial")]

    operations = [audited("accounts_user", "user"), audited("accounts_apikey", "api_key")]
