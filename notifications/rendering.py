"""From kind, context and language to the words of a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string

from audit import checkpoints
from notifications import blocks, letters, words
from notifications.blocks import Block
from notifications.enclosures import Receipt
from notifications.letterhead import Head, head_of
from notifications.models import Channel, Letter
from notifications.organisation import organisation
from notifications.recipients import Recipient


class Erased(LookupError):
    """The letter was sent, but its words are no longer kept."""


@dataclass(frozen=True)
class Content:
    """A letter's words, ready for any channel."""

    kind: str
    language: str
    subject: str
    blocks: list[Block]
    head: Head | None = None

    @property
    def text(self) -> str:
        """Plain text."""
        words = blocks.as_text(self.blocks)
        return f"{self.head.name}\n{organisation().name}\n\n{words}" if self.head else words

    @property
    def html(self) -> str:
        """A page without styles or pictures: nothing to load, nothing to trace the reader with."""
        said = {"letter": self, "title": self.subject, "group": organisation().name}
        return render_to_string("letters/mail.html", said)

    @property
    def title(self) -> str:
        """The heading of the letter."""
        return next((str(block["text"]) for block in self.blocks if block["type"] == "title"), self.subject)

    def as_json(self) -> dict[str, Any]:
        """The shape that is kept as proof of the words sent."""
        head = {"head": self.head.as_json()} if self.head else {}
        return {"subject": self.subject, "blocks": self.blocks, **head}


def compose(
    *, kind: str, context: Mapping[str, Any], to: Recipient, on: date, receipt: Receipt | None = None
) -> Content:
    """Write one letter. `context` must have passed `letters.checked_context`."""
    spec, language = letters.CATALOGUE[kind], letters.language_of(to.language)
    source = (
        _engine()
        .get_template(f"{language}/{kind}.txt")
        .render(
            Context(
                {
                    **blocks.sealed_context(context),
                    "to_name": blocks.sealed(to.name),
                    "written_on": on.isoformat(),
                    "kept_outcomes": letters.KEPT_OUTCOMES,
                    "org": organisation(),
                    "base_url": settings.BASE_URL,
                    "secret": spec.secret,
                    # Whoever keeps a letter can tell later that the record was signed by this key, and by no other.
                    "log_key": checkpoints.fingerprint(),
                    "receipt": receipt,
                },
                autoescape=False,
            )
        )
    )
    reference = str(context.get("reference", ""))
    subject = words.subject_line(language, reference, secret=spec.secret, staff=spec.staff)
    head = None if spec.brief else head_of(context.get(letters.COMPANY))
    return Content(kind=kind, language=language, subject=subject, blocks=blocks.parse(source), head=head)


def content_of(letter: Letter, *, to: Recipient, now: datetime, receipt: Receipt | None = None) -> Content:
    """The words of a stored letter: as they were sent, or as they would be sent now."""
    if letter.body:
        head = Head(**letter.body["head"]) if letter.body.get("head") else None
        return Content(letter.kind, letter.language, letter.body["subject"], letter.body["blocks"], head)
    if not letter.context:
        raise Erased("The words of this letter were erased because their time was up.")
    # What goes along on paper is not spoken of in an e-mail: there, the answer waits behind a code.
    hidden = {"enclosure": ""} if letter.channel == Channel.EMAIL and "enclosure" in letter.context else {}
    return compose(kind=letter.kind, context={**letter.context, **hidden}, to=to, on=local_day(now), receipt=receipt)


def local_day(now: datetime) -> date:
    """The day a letter carries: the sender's."""
    return now.astimezone(ZoneInfo(organisation().time_zone)).date()


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """An engine of the letters' own: it sees their folder only, and escapes nothing, since the source is not HTML."""
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates" / "letters")],
        autoescape=False,
        builtins=["notifications.wording_tags"],
    )
