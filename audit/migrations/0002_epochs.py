"""Epochs, a record of who got a checkpoint by mail, and TRUNCATE refused on audited tables made before."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"

BECOME_OWNER = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit_owner') AND pg_has_role(current_user, 'audit_owner', 'MEMBER') THEN
    SET LOCAL ROLE audit_owner;
  END IF;
END $$;
"""
# New tables get this guard from audit.triggers; this loop reaches those that were there before.
NO_TRUNCATE = """
DO $$
DECLARE guarded regclass;
BEGIN
  FOR guarded IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'audited' LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()', guarded);
  END LOOP;
END $$;
"""
BACK = """
DROP FUNCTION audit.note_publication(bigint, text, text);
ALTER TABLE audit.tile DROP CONSTRAINT tile_pkey, ADD PRIMARY KEY (level, idx);
ALTER TABLE audit.tile DROP COLUMN epoch;
DROP TABLE audit.epoch;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(NO_TRUNCATE, migrations.RunSQL.noop),
        migrations.RunSQL("RESET ROLE", "RESET ROLE"),
        migrations.RunSQL(BECOME_OWNER, BACK),
        migrations.RunSQL((SQL / "epochs.sql").read_text(), BECOME_OWNER),
        migrations.RunSQL("RESET ROLE", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("number", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("origin", models.TextField()),
                ("first_index", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="opened_epoch", to="audit.entry"
                    ),
                ),
            ],
            options={"managed": False, "db_table": '"audit"."epoch"'},
        ),
    ]
