"""No audit, no commit: a change of these tables needs its ledger entry in the same transaction."""

from django.db import migrations

from audit.triggers import audited

TABLES = {
    "requests_app_submission": "submission",
    "requests_app_privacyrequest": "request",
    "requests_app_message": "message",
    "requests_app_note": "note",
    "requests_app_inquiry": "inquiry",
    "requests_app_suppression": "suppression",
}


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial"), ("audit", "0001_initial")]
    operations = [audited(table, ledger_type) for table, ledger_type in TABLES.items()]
