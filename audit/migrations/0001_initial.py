"""The ledger's schema, in plain SQL: an ORM cannot say any of what matters here."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"

# The owner's role cannot log in: nobody works as the ledger's owner by accident.
BECOME_OWNER = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_owner') AND pg_has_role(current_user, 'audit_owner', 'MEMBER') THEN
    CREATE SCHEMA audit AUTHORIZATION audit_owner;
    SET LOCAL ROLE audit_owner;
  ELSE
    CREATE SCHEMA audit;
  END IF;
END $$;
"""


def run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)


def window(name: str, *fields: tuple[str, models.Field]) -> migrations.CreateModel:
    table = f'"audit"."{name.lower()}"'
    return migrations.CreateModel(name=name, fields=list(fields), options={"managed": False, "db_table": table})


def entry(related_name: str, **options: bool) -> models.OneToOneField:
    nothing = django.db.models.deletion.DO_NOTHING
    return models.OneToOneField(on_delete=nothing, related_name=related_name, to="audit.entry", **options)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(BECOME_OWNER, "DROP SCHEMA audit CASCADE"),
        run("tables.sql"),
        run("guards.sql"),
        run("grants.sql"),
        # Django notes the migration in the same transaction, as the role that runs it.
        migrations.RunSQL("RESET ROLE", migrations.RunSQL.noop),
        window(
            "Entry",
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("leaf", models.TextField()),
            ("recorded_at", models.DateTimeField()),
            ("leaf_hash", models.BinaryField()),
            ("at", models.TextField()),
            ("action", models.TextField()),
            ("actor_type", models.TextField()),
            ("actor_id", models.TextField()),
            ("subject_type", models.TextField()),
            ("subject_id", models.UUIDField()),
            ("subject_rev", models.IntegerField()),
            ("request_id", models.UUIDField(null=True)),
        ),
        window(
            "Checkpoint",
            ("tree_size", models.BigIntegerField(primary_key=True, serialize=False)),
            ("root", models.BinaryField()),
            ("note", models.TextField()),
            ("key_id", models.TextField()),
            ("signed_at", models.DateTimeField()),
        ),
        window(
            "Tile",
            ("pk", models.CompositePrimaryKey("level", "idx", blank=True, editable=False, primary_key=True, serialize=False)),
            ("level", models.SmallIntegerField()),
            ("idx", models.BigIntegerField()),
            ("hashes", models.BinaryField()),
        ),
        window(
            "Publication",
            ("pk", models.CompositePrimaryKey("tree_size", "channel", blank=True, editable=False, primary_key=True, serialize=False)),
            ("tree_size", models.BigIntegerField()),
            ("channel", models.TextField()),
            ("ref", models.TextField()),
            ("at", models.DateTimeField()),
        ),
        window("Pending", ("entry", entry("pending", primary_key=True, serialize=False)), ("leaf_hash", models.BinaryField())),
        window(
            "Leaf",
            ("leaf_index", models.BigIntegerField(primary_key=True, serialize=False)),
            ("entry", entry("place")),
            ("leaf_hash", models.BinaryField()),
        ),
        window(
            "Detail",
            ("entry", entry("detail_row", primary_key=True, serialize=False)),
            ("nonce", models.BinaryField()),
            ("body", models.BinaryField()),
            ("key_id", models.TextField()),
        ),
    ]
