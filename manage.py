#!/usr/bin/env python3
"""Django's command line, under the portal's settings and the database role that the command needs."""

import os
import sys

from django.core.management import execute_from_command_line

# Only these leave the application's role: who serves the web can neither change tables nor sign the ledger.
ROLE_OF = {
    "migrate": "DATABASE_OWNER_URL",
    "init": "DATABASE_OWNER_URL",
    "backup": "DATABASE_OWNER_URL",
    "upgrade": "DATABASE_OWNER_URL",
    "restore": "DATABASE_OWNER_URL",
    "sequencer": "DATABASE_SEQUENCER_URL",
}
CHANGE_TABLES = ("migrate", "init", "upgrade", "restore")
LOCK_TIMEOUT = "-c lock_timeout=5s"

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar_portal.settings")
    role_url = os.environ.get(ROLE_OF.get(sys.argv[1] if len(sys.argv) > 1 else "", ""))
    if role_url:
        os.environ["PORTAL_APP_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = role_url
    if role_url and sys.argv[1] in CHANGE_TABLES:
        # A step that cannot have its table soon gives up, so that nobody queues behind it.
        os.environ.setdefault("PGOPTIONS", LOCK_TIMEOUT)
    execute_from_command_line(sys.argv)
