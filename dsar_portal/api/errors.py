"""What can go wrong, as RFC 9457 problem details: one table from the domain's refusals to statuses and types."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from accounts.idempotency import BadKey, Busy, OtherBody
from audit import context as correlation
from fulfillment.services import NoPackage, UnknownPlace
from requests_app.decision import Unsound
from requests_app.input_fields import Invalid
from requests_app.lifecycle import WrongMoment
from requests_app.permissions import NotAllowed, NotFound
from requests_app.reference import Mistyped
from requests_app.selectors import BadCursor
from requests_app.services.extension import Refused as ExtensionRefused
from requests_app.services.steps import Stale
from requests_app.services.work import NotPossible
from vault.services import NotStored
from vault.sniff import Refused as FileRefused
from verification.services import NoSuchCheck, NotOpen
from verification.services import NotAllowed as EvidenceNotAllowed
from verification.services.papers import NotWanted, TooManyPapers

MEDIA_TYPE = "application/problem+json"
QUOTA = "https://iana.org/assignments/http-problem-types#quota-exceeded"
# RFC 9110's names; older ones stand in Python's table.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


@dataclass(frozen=True)
class Kind:
    """A documented type of problem: its page is /api/v1/problems/<slug>/."""

    status: int
    title: str
    meaning: str


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "Not readable", "The body or a parameter is not well formed. Send it again, corrected."),
    "not-allowed": Kind(403, "Not allowed", "The key, or the person it belongs to, may not do this."),
    "not-found": Kind(404, "Not found", "There is nothing here that this key may know of."),
    "mistyped-reference": Kind(404, "Reference mistyped", "A character of the reference is wrong or missing."),
    "wrong-moment": Kind(409, "Not possible now", "The deed does not fit the request as it is. Read it again."),
    "still-running": Kind(409, "Still running", "The first call with this Idempotency-Key is not finished. Wait."),
    "changed-meanwhile": Kind(412, "Changed meanwhile", "If-Match names an older revision. Read the request again."),
    "invalid": Kind(422, "Fields need another look", "`errors` names each field and says what to do. Nothing changed."),
    "key-reused": Kind(422, "Idempotency-Key reused", "The key was used with another body. Make a new key."),
    "file-refused": Kind(422, "File refused", "Send a PDF, PNG, JPEG or plain text file without active content."),
}

Errors = Iterable[tuple[str, str]]


def problem(
    status: int,
    detail: str,
    *,
    slug: str = "",
    errors: Errors = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """One problem as an answer."""
    kind = KINDS.get(slug)
    body = {
        "type": f"{settings.BASE_URL}/api/v1/problems/{slug}/" if kind else "about:blank",
        "title": kind.title if kind else PHRASES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{correlation.corr.get()}",
        **more,
    }
    listed = [{"detail": message, "pointer": pointer} for pointer, message in errors]
    if listed:
        body["errors"] = listed
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def of_kind(slug: str, detail: str = "", errors: Errors = ()) -> Response:
    """A problem of a documented type."""
    kind = KINDS[slug]
    return problem(kind.status, detail or kind.meaning, slug=slug, errors=errors)


def _invalid(errors: Errors) -> Response:
    return of_kind("invalid", "Some fields need another look. Nothing was changed.", errors)


FILE_SAYS = {
    "empty": "The file is empty.",
    "too_large": "The file is larger than 10 MB.",
    "unknown_type": "Send a PDF, PNG, JPEG or plain text file.",
    "damaged": "The file is damaged. Save it again and send the new one.",
    "active_content": "The file holds active content such as scripts. Print it to a new PDF and send that.",
    "too_many_pixels": "The picture is too large. Send a smaller one.",
    "heic": "HEIC pictures are not taken. Send a JPEG.",
    "encrypted": "The PDF is locked with a password. Send one without.",
    "two_kinds": "The file holds another file inside. Make a new photo or PDF of it, and send that.",
    "too_many_pages": "The PDF has more than 30 pages. Send only those that matter.",
    "busy": "Many files are arriving just now. Try again in a minute.",
}

TABLE: Mapping[type[Exception], Callable[[Any], Response]] = {
    Invalid: lambda error: _invalid((one.pointer, one.message) for one in error.errors),
    Unsound: lambda error: _invalid(error.errors),
    UnknownPlace: lambda error: _invalid([("#/items", str(error))]),
    EvidenceNotAllowed: lambda error: _invalid([("#/reason", "Say what was seen or heard.")]),
    Mistyped: lambda error: of_kind("mistyped-reference", str(error)),
    NotFound: lambda error: of_kind("not-found", "There is no such request for this key."),
    Http404: lambda error: of_kind("not-found", "There is nothing at this address."),
    NoPackage: lambda error: of_kind("not-found", "There is no package to fetch: not built yet, or expired."),
    NotAllowed: lambda error: of_kind("not-allowed", str(error)),
    PermissionDenied: lambda error: of_kind("not-allowed"),
    WrongMoment: lambda error: of_kind("wrong-moment", f"{error} Read the request again: its status says what fits."),
    NotPossible: lambda error: of_kind("wrong-moment", str(error)),
    ExtensionRefused: lambda error: of_kind("wrong-moment", str(error)),
    NotWanted: lambda error: of_kind("wrong-moment", "No paper of this kind is needed for this request now."),
    TooManyPapers: lambda error: of_kind("wrong-moment", "As many papers came as one check takes."),
    NotStored: lambda error: _invalid([("#/upload", "This key has no such upload, or it was used already.")]),
    NoSuchCheck: lambda error: of_kind("wrong-moment", "This request needs no proof of identity."),
    NotOpen: lambda error: of_kind("wrong-moment", "The check of who is asking is concluded already."),
    Stale: lambda error: of_kind("changed-meanwhile"),
    BadKey: lambda error: of_kind("malformed", str(error)),
    BadCursor: lambda error: of_kind("malformed", str(error), [("#/cursor", str(error))]),
    SuspiciousOperation: lambda error: of_kind("malformed"),
    RequestDataTooBig: lambda error: problem(413, "The body is too large. Send less in one call."),
    OtherBody: lambda error: of_kind("key-reused"),
    FileRefused: lambda error: of_kind("file-refused", FILE_SAYS[error.cause]),
}


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST framework's hook. None lets an unknown failure go up, to the portal's own 500."""
    if isinstance(error, Busy):
        kind = KINDS["still-running"]
        return problem(kind.status, kind.meaning, slug="still-running", headers={"Retry-After": "1"})
    if isinstance(error, exceptions.ValidationError):
        return _invalid(pointers(error.detail))
    if isinstance(error, exceptions.Throttled):
        wait = str(int(getattr(error, "wait", None) or 1))
        said = {"type": QUOTA, "title": "Request cannot be satisfied as assigned quota has been exceeded"}
        more: dict[str, Any] = {**said, "violated-policies": ["minute"]}
        return problem(429, f"Too many calls. Wait {wait} seconds.", headers={"Retry-After": wait}, **more)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    # The nearest class decides: RequestDataTooBig is a SuspiciousOperation too.
    rule = next((TABLE[one] for one in type(error).__mro__ if one in TABLE), None)
    return rule(error) if rule else None


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = 'Bearer realm="api"'
    slug = "malformed" if isinstance(error, exceptions.ParseError) else ""
    return problem(error.status_code, str(error.detail), slug=slug, headers=headers)


def pointers(detail: Any, path: str = "#") -> Iterator[tuple[str, str]]:
    """REST framework's nested messages as (JSON pointer, message) pairs."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from pointers(inner, path if name == "non_field_errors" else f"{path}/{name}")
    elif isinstance(detail, list) and any(isinstance(inner, dict) for inner in detail):
        for number, inner in enumerate(detail):
            yield from pointers(inner, f"{path}/{number}")
    elif isinstance(detail, list):
        for inner in detail:
            yield from pointers(inner, path)
    else:
        yield path, str(detail)
