import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

import phonenumbers
from django.db import migrations

from vault.blind import blind_index

BATCH = 500


def make_rows(apps: Any, schema_editor: Any) -> None:
    """A row for each address and number in the checks that are not erased.

    The spelling is frozen here: codes of before name their address by the same index, so what was proved stays so.
    """
    check, contact = apps.get_model("verification", "Check"), apps.get_model("verification", "Contact")
    rows = _rows(check.objects.filter(forgotten_at=None).exclude(required=0).iterator(BATCH), contact)
    while batch := list(islice(rows, BATCH)):
        contact.objects.bulk_create(batch)
    # The foreign keys are looked at now: the next migration alters the table that they point to.
    schema_editor.connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def _rows(checks: Any, contact: Any) -> Iterator[Any]:
    for check in checks:
        for kind, plain in (("email", _email), ("phone", _phone)):
            value = str(check.contact.get(kind) or "").strip()
            if value and plain(value):
                yield contact(
                    check_row=check,
                    kind=kind,
                    value=value if kind == "email" else plain(value),
                    value_index=blind_index(plain(value), purpose="verification.contact"),
                    added_at=check.opened_at,
                )


def _email(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().casefold()


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class Migration(migrations.Migration):
    """What stood in the check becomes rows. The values in the check itself stay: they are erased with it."""

    dependencies = [("verification", "0007_contacts"), ("vault", "0001_initial")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
