"""Files of a message in words: what may be sent, how far it is, and why one was not taken."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Why a file was not taken, as for papers.
FILE_LABEL = gettext_lazy("Add a file (optional)")
FILE_HINT = gettext_lazy(
    "One picture (JPEG, PNG or WebP) or PDF, up to 10 megabytes. You can take a picture with your phone. For another "
    "file, send another message. Please cover what we do not need."
)
STATES: dict[str, Any] = {
    "quarantined": gettext_lazy("We have it"),
    "clean": gettext_lazy("We can read it"),
    "unfit": gettext_lazy("We could not open it"),
}


def talk(rows: list[Any]) -> list[dict[str, Any]]:
    """The messages of a request with their files, oldest first."""
    return [
        {
            "inbound": one.inbound,
            "at": one.at,
            "body": one.body,
            "files": [_file(file) for file in one.attachments.all()],
        }
        for one in rows
    ]


def _file(file: Any) -> dict[str, Any]:
    told = {"at": file.given_at, "evidence": file.kind == "evidence"}
    title = _("A PDF document") if file.media_type == "application/pdf" else _("A picture")
    gone = file.destroyed_at is not None and file.state != "unfit"
    if file.inbound:
        words = _("We deleted it") if gone else STATES[file.state]
        seen = {"sent": file.id if file.is_shown() else None}
        return told | seen | {"title": title, "words": words, "unfit": file.state == "unfit", "id": None}
    if file.is_shown():
        return told | {"title": title, "words": "", "unfit": False, "id": file.id}
    waits = file.state == "quarantined"
    words = (
        _("It is being checked. Please load this page again in a minute.") if waits else _("It is not there any more.")
    )
    return told | {"title": title, "words": words, "unfit": False, "id": None}
