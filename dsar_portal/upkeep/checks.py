"""The doctor's checks of what must outlive this machine, and of what it asks: roles, scanner, mailbox, directories."""

import socket
from datetime import datetime

import psycopg2
from django.conf import settings
from django.db import connection

from audit import selectors as ledger
from dsar_portal.findings import Finding, State
from dsar_portal.upkeep import gate
from dsar_portal.upkeep.journal import journal
from notifications import mailboxes, texting
from notifications.channels import Refused, Unreachable
from verification.services import asking

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
# Entries that have a place and are not copied yet: the pump needs a second or two.
JOURNAL_LAG = 5000
SCANNER_SECONDS = 5
# Ways of sending a text that only write it down.
PRETENDED = frozenset({"file", "console"})


def roles(now: datetime) -> Finding:
    """The application cannot alter the ledger, and owner and sequencer are other roles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, is_super = cursor.fetchone()
        cursor.execute("SELECT has_table_privilege(current_user, 'audit.entry', 'UPDATE, DELETE, TRUNCATE')")
        can_alter = cursor.fetchone()[0]
    if is_super or can_alter:
        text = f"The portal works as {role}, one role for everything. Give it its own: docs/how-to/install.md."
        return Finding("database roles", State.WARNING, text)
    named = {"owner": settings.DATABASE_OWNER_URL, "sequencer": settings.DATABASE_SEQUENCER_URL}
    shut = [name for name, address in named.items() if address and not _opens(address)]
    if shut:
        text = f"The portal works as {role}; the address of the {' and the '.join(shut)} does not open the database."
        return Finding("database roles", State.BROKEN, text)
    return Finding("database roles", State.FINE, f"The portal works as {role}, which cannot alter the ledger.")


def durability(now: datetime) -> Finding:
    """What the database has confirmed survives a power failure."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        weak = sorted(f"{name}={value}" for name, value in cursor.fetchall() if value != DURABLE[name])
    if weak:
        text = f"The database could lose what it has confirmed: {', '.join(weak)}."
        return Finding("durability", State.WARNING, text)
    return Finding("durability", State.FINE, "The database keeps what it has confirmed, and checks its pages.")


def texts(now: datetime) -> Finding:
    """Codes by text can be sent, where a provider is configured."""
    if not texting.is_on():
        text = "No text messages: SMS_URL is not set, so codes go by e-mail and by post only."
        return Finding("text messages", State.FINE, text)
    try:
        provider = texting.provider()
        provider.check()
    except (Unreachable, Refused) as trouble:
        return Finding("text messages", State.BROKEN, f"No text can be sent now ({trouble.code}). See SMS_URL.")
    if provider.slug in PRETENDED and not settings.DEMO:
        text = f"Text messages reach nobody: {provider.slug}: is for demonstrations. Set SMS_URL."
        return Finding("text messages", State.BROKEN, text)
    return Finding("text messages", State.FINE, f"Text messages go out through {provider.slug}.")


def scanner(now: datetime) -> Finding:
    """The virus scanner answers, where one is configured."""
    if not settings.CLAMD_ADDRESS:
        text = "No virus scanner is configured (CLAMD_ADDRESS): uploads are checked by their structure alone."
        return Finding("scanner", State.FINE, text)
    host, _, port = settings.CLAMD_ADDRESS.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SCANNER_SECONDS) as line:
        line.sendall(b"zPING\0")
        alive = line.recv(16).startswith(b"PONG")
    state = State.FINE if alive else State.BROKEN
    return Finding("scanner", state, f"The virus scanner {'answers' if alive else 'gives no sensible answer'}.")


def returned_mail(now: datetime) -> Finding:
    """The mailbox of undeliverable letters opens, and nothing lies aside that a person should look at."""
    if not settings.BOUNCE_MAILBOX:
        text = "Returned mail is not read here: DSAR_BOUNCE_ADDRESS and DSAR_BOUNCE_MAILBOX are not set."
        return Finding("returned mail", State.WARNING, text)
    try:
        with mailboxes.opened() as box:
            aside = box.count(mailboxes.Place.ASIDE)
    except mailboxes.Away as away:
        return Finding("returned mail", State.BROKEN, str(away))
    text = "The mailbox for returned mail can be read."
    if aside:
        text = f"{text} {aside} mails lie in its folder {mailboxes.Place.ASIDE}: a person must look at them."
    return Finding("returned mail", State.WARNING if aside else State.FINE, text)


def directories(now: datetime) -> Finding:
    """Every place where facts are matched answers; while one is down, nobody is matched at all."""
    pulses = list(asking.pulses(now=now))
    down = [pulse.down for pulse in pulses if pulse.down]
    if down:
        return Finding("directories", State.BROKEN, f"{' '.join(down)} Until it answers, nobody is matched.")
    remarks = [remark for pulse in pulses for remark in pulse.remarks]
    if not settings.DEMO and all(pulse.demo for pulse in pulses):
        remarks.append(
            "No directory of your own is connected: nobody is found. See docs/how-to/connect-a-directory.md."
        )
    if remarks:
        return Finding("directories", State.WARNING, " ".join(remarks))
    return Finding("directories", State.FINE, f"Directories answer: {', '.join(pulse.name for pulse in pulses)}.")


def kept_journal(now: datetime) -> Finding:
    """What was promised lies outside the database too, and the database knows all of it."""
    if not gate.is_open():
        return Finding("journal", State.BROKEN, gate.SENTENCE)
    behind = ledger.tree_size() - journal().place()
    if behind > JOURNAL_LAG:
        text = f"{behind} entries are not in the journal yet. Is the pump running, and can it write there?"
        return Finding("journal", State.WARNING, text)
    return Finding("journal", State.FINE, "Erasures and opt-outs are kept outside the database as well.")


def _opens(address: str) -> bool:
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True
