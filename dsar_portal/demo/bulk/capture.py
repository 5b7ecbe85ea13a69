"""A history as the verbs left it: every row in the form in which COPY takes it, and every leaf."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from requests_app.models import PrivacyRequest, RequestDeadline, Submission
from requests_app.services.dates import RESPOND
from vault.fields import SealedMixin

# Table, and which of its rows belong to a submission. Parents come first.
TABLES = (
    ("requests_app_submission", "id = %(submission)s"),
    ("requests_app_searchkey", "submission_id = %(submission)s"),
    ("requests_app_privacyrequest", "submission_id = %(submission)s"),
    ("requests_app_requestdeadline", "request_id = ANY(%(requests)s)"),
    ("requests_app_dutymark", "request_id = ANY(%(requests)s)"),
    ("requests_app_message", "request_id = ANY(%(requests)s)"),
    ("requests_app_note", "request_id = ANY(%(requests)s)"),
    ("requests_app_keptdata", "request_id = ANY(%(requests)s)"),
    ("requests_app_suppression", "request_id = ANY(%(requests)s)"),
    ("requests_app_releasehold", "submission_id = %(submission)s"),
    ("verification_sign", "subject_ref = %(submission)s"),
    ("verification_check", "subject_ref = %(submission)s"),
    ("verification_contact", "check_row_id IN (SELECT id FROM verification_check WHERE subject_ref = %(submission)s)"),
    ("verification_evidence", "check_row_id IN (SELECT id FROM verification_check WHERE subject_ref = %(submission)s)"),
    ("verification_attempt", "subject_ref = ANY(%(all)s)"),
    ("fulfillment_task", "subject_ref = ANY(%(requests)s)"),
    ("fulfillment_item", "subject_ref = ANY(%(requests)s)"),
    ("fulfillment_package", "subject_ref = ANY(%(requests)s)"),
    ("vault_storedfile", "owner = ANY(%(all)s)"),
    ("notifications_letter", "about = ANY(%(all)s)"),
    ("notifications_delivery", "letter_id IN (SELECT id FROM notifications_letter WHERE about = ANY(%(all)s))"),
)

# Sweeps go over all that is due, so that a portal with requests in it leaves more in one transaction than one history.
_LEAVES = """
SELECT e.id::text, e.leaf FROM audit.entry AS e
WHERE e.xact = pg_current_xact_id() AND (e.request_id = ANY(%(all)s) OR (e.request_id IS NULL AND NOT EXISTS (
  SELECT FROM audit.entry AS before WHERE before.subject_type = e.subject_type AND before.subject_id = e.subject_id
  AND before.xact <> e.xact)))
ORDER BY e.at, e.id
"""


@dataclass(frozen=True)
class Column:
    """A column; `sealed` ones were opened, to be sealed again for another row."""

    name: str
    field: "models.Field[Any, Any]"
    sealed: bool


@dataclass
class Rows:
    """The rows of one table."""

    table: str
    columns: tuple[Column, ...]
    values: list[tuple[str | None, ...]]


@dataclass
class Prototype:
    """One walked history. `people` are the words that stand for its person."""

    at: datetime
    submission: Submission
    requests: list[PrivacyRequest]
    tables: list[Rows]
    leaves: list[tuple[str, str]]
    duties: dict[UUID, set[tuple[str, str]]]
    extended: dict[UUID, tuple[str, ...]]
    people: dict[str, str] = field(default_factory=dict)


def capture(submission: Submission, at: datetime) -> Prototype:
    """Everything that the transaction at hand has written about a submission."""
    requests = list(PrivacyRequest.objects.filter(submission=submission).select_related("submission").order_by("id"))
    ids = [request.id for request in requests]
    wanted = {"submission": submission.id, "requests": ids, "all": [submission.id, *ids]}
    tables = [_rows(table, where, wanted) for table, where in TABLES]
    duties: dict[UUID, set[tuple[str, str]]] = {request_id: set() for request_id in ids}
    extended: dict[UUID, tuple[str, ...]] = dict.fromkeys(ids, ())
    for row in RequestDeadline.objects.filter(request__in=ids).order_by("regime", "duty"):
        duties[row.request_id].add((row.regime, row.duty))
        if row.extended and row.duty == RESPOND:
            extended[row.request_id] += (row.regime,)
    return Prototype(
        at, submission, requests, [rows for rows in tables if rows.values], _leaves(wanted), duties, extended
    )


def _rows(table: str, where: str, wanted: dict[str, Any]) -> Rows:
    model = _model(table)
    columns = tuple(
        Column(str(one.column), one, isinstance(one, SealedMixin))
        for one in model._meta.concrete_fields
        if not isinstance(one, models.AutoField)
    )
    names = ", ".join(f'"{column.name}"::text' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE {where} ORDER BY 1', wanted)  # noqa: S608  # our own names
        found = cursor.fetchall()
    if any(column.sealed for column in columns):
        found = [_opened(model, columns, row) for row in found]
    return Rows(table, columns, found)


Cells = tuple[str | None, ...]


def _opened(model: type[models.Model], columns: tuple[Column, ...], row: Cells) -> Cells:
    key = row[[column.field.primary_key for column in columns].index(True)]
    instance = model._base_manager.get(pk=key)
    # An empty envelope is a column that was never written; it stays as it is.
    return tuple(
        column.field.packed(getattr(instance, column.field.attname)).decode()  # type: ignore[attr-defined]  # sealed fields can
        if column.sealed and value not in (None, r"\x")
        else value
        for column, value in zip(columns, row, strict=True)
    )


def _leaves(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """What the history left in the ledger, without what its sweeps did to others on the way."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, wanted)
        return [(entry, leaf) for entry, leaf in cursor.fetchall()]


def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)
