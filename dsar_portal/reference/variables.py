"""What each environment variable means. The page of settings fails to build where one is missing here."""

from collections.abc import Mapping

VARIABLES: Mapping[str, tuple[str, str]] = {
    "CLAMD_ADDRESS": ("Address of a ClamAV daemon that looks at uploads", "no scanning"),
    "DATABASE_ADMIN_URL": (
        "PostgreSQL, the cluster's administrator: `init` and `restore` make roles and database with it",
        "none: they are there",
    ),
    "DATABASE_OWNER_URL": ("PostgreSQL, role that owns the tables: migrations only", "`DATABASE_URL`"),
    "DATABASE_SEQUENCER_URL": (
        "PostgreSQL, role of the sequencer: it alone gives places in the tree",
        "`DATABASE_URL`",
    ),
    "DATABASE_URL": ("PostgreSQL, role of web, worker, beat and pump", "required"),
    "DSAR_ALLOW_LOOPBACK": ("`1`: outgoing HTTP may reach this machine itself. For tests", "off"),
    "DSAR_BASE_URL": (
        "Public address. With https: `__Host-` cookies, HSTS, redirect to https",
        "`http://localhost:8000`",
    ),
    "DSAR_BOUNCE_ADDRESS": (
        "Where undeliverable e-mail goes back to, such as `bounce@example.com`: each letter gets `bounce+TOKEN@` of "
        "its own, so the mail server must deliver those into one mailbox. Worker and pump",
        "none: returned mail is not read",
    ),
    "DSAR_BOUNCE_MAILBOX": (
        "That mailbox: `imaps://user:password@mail.example.com/INBOX` or `maildir:/folder`. Worker and pump",
        "none: returned mail is not read",
    ),
    "DSAR_BUSINESS_ID": ("Kept for our identifier in the Data Rights Protocol; does nothing yet", "empty"),
    "DSAR_CHECKPOINTS_DIR": (
        "Folder for signed checkpoints: another volume, better write-once storage",
        "`DSAR_DATA_DIR/checkpoints`",
    ),
    "DSAR_CHECKPOINT_RECIPIENTS": (
        "Who gets the newest checkpoint by mail once a day, addresses with a comma between",
        "nobody",
    ),
    "DSAR_DATA_DIR": ("Folder for files, checkpoints and collected static files", "`var/`"),
    "DSAR_DEMO": ("`1`: demonstration with a banner, made-up staff and commands that show codes", "off"),
    "DSAR_DIRECTORIES_FILE": (
        "Where facts on file are looked up (TOML): docs/how-to/connect-a-directory.md",
        "`config/directories.toml`",
    ),
    "DSAR_DOCUMENT_KEY_FILE": ("Ed25519 key (PEM) that signs packages: worker and pump only", "none"),
    "DSAR_DRP": ("Kept for the Data Rights Protocol endpoints, which are not there yet: does nothing", "off"),
    "DSAR_FIELD_KEYS_FILE": ("Keys that encrypt personal data (JSON). Lost keys are lost data", "required"),
    "DSAR_LADDER_FILE": ("Who is told before a day of the law comes, and when (TOML)", "`config/ladder.toml`"),
    "DSAR_LOG_KEY_FILE": ("Ed25519 key (PEM) that signs checkpoints: sequencer only", "none"),
    "DSAR_LOG_LEVEL": ("How much is logged", "`WARNING`"),
    "DSAR_PROFILE_FILE": ("Facts about the organisation (TOML)", "`config/profile.toml`"),
    "DSAR_SECRET_KEY_FILE": ("Django's secret key", "required"),
    "DSAR_SECRET_KEY_FALLBACKS_FILE": (
        "Django's secret keys of before, one a line: unsubscribe links of old mails go on working. Web",
        "none: a changed key ends old links",
    ),
    "DSAR_SIGN_IN_FILE": (
        "Providers of OpenID Connect whose accounts customers and staff may sign in with (TOML): "
        "see how-to/connect-a-sign-in.md. Web, worker and pump",
        "none: nobody signs in elsewhere",
    ),
    "DSAR_STATIC_ROOT": ("Where collected static files lie", "`DSAR_DATA_DIR/static`"),
    "EMAIL_URL": ("`smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`, with user and password", "`smtp://localhost:25`"),
    "METRICS_TOKEN": ("Bearer token of `/metrics`; without one the address is 404", "empty"),
    "REDIS_URL": ("Redis or Valkey: the doorbell for workers", "required"),
    "SMS_COUNTRIES": ("Countries whose numbers may get a code by text, two letters each", "`US CA PR`"),
    "SMS_URL": (
        "Who carries text messages: `twilio://SID:TOKEN@api.twilio.com?from=+1…` (or `from=MG…`; in place of the token "
        "`&token_file=/path`). `file:/folder` and `console:` are for demonstrations",
        "none: nobody is offered a code by text",
    ),
}
