"""No audit, no commit: one operation for the migration of every table whose rows are `AuditedRow`s."""

from django.db import migrations

_FORWARDS = """
CREATE CONSTRAINT TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON "{table}"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_entry('{ledger_type}');
CREATE TRIGGER next_revision BEFORE UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION audit.next_revision();
CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
"""
_BACKWARDS = """
DROP TRIGGER audited ON "{table}";
DROP TRIGGER next_revision ON "{table}";
DROP TRIGGER no_truncate ON "{table}";
"""


def audited(table: str, ledger_type: str) -> migrations.RunSQL:
    """Let the database refuse to commit a new, changed or deleted row without its ledger entry.

    The migration that uses it depends on `("audit", "0001_initial")`. A deleted row needs an entry for `rev + 1`;
    TRUNCATE, which fires no trigger per row, is refused to everybody.
    """
    words = {"table": table, "ledger_type": ledger_type}
    return migrations.RunSQL(_FORWARDS.format(**words), _BACKWARDS.format(**words))
