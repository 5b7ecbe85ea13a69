"""The database roles as SQL text: made once per cluster, never in a migration (parallel runs would collide).

`audit_owner` owns the ledger, `portal_owner` runs migrations, `portal_app` serves, `audit_seq` signs.
"""

from collections.abc import Mapping

LOGINS = ("portal_owner", "portal_app", "audit_seq")


def roles(passwords: Mapping[str, str]) -> list[str]:
    """Statements that make the four roles, or bring their passwords up to date."""
    statements = [_create("audit_owner", "NOLOGIN")]
    for role in LOGINS:
        # Passwords come from token_urlsafe: no quote can appear in them.
        login = f"LOGIN PASSWORD '{passwords[role]}' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
        statements += [_create(role, "LOGIN"), f"ALTER ROLE {role} WITH {login}"]
    return [*statements, "GRANT audit_owner TO portal_owner"]


def privileges(database: str) -> list[str]:
    """What the application may do with the tables that migrations make in `public`; nothing in other schemas."""
    later = "ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public"
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO portal_owner, portal_app, audit_seq",
        "GRANT USAGE ON SCHEMA public TO portal_app, audit_seq",
        f"{later} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app",
        f"{later} GRANT USAGE, SELECT ON SEQUENCES TO portal_app",
    ]


def _create(role: str, how: str) -> str:
    known = f"SELECT FROM pg_roles WHERE rolname = '{role}'"  # our own constants
    return f"DO $$ BEGIN IF NOT EXISTS ({known}) THEN CREATE ROLE {role} {how}; END IF; END $$"
