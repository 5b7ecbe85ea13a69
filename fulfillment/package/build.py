"""All forms of one package, in its reader's language."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from fulfillment.package import locked, machine, readable
from fulfillment.package.content import Content


@dataclass(frozen=True)
class Part:
    """One form of the package, ready to be stored."""

    part: str
    name: str
    media_type: str
    content: bytes


def parts(content: Content, *, language: str, now: datetime) -> list[Part]:
    """HTML for the page, PDF for people, JSON and CSV for computers. CSV only where there is data to give.

    Where the facts name a password, all of it once more as one locked file.
    """
    name = str(content.facts.get("reference") or "package")
    with translation.override(language):
        words = readable.document(content, language=language)
        found = [
            Part("html", f"{name}.html", "text/html", readable.as_html(words)),
            Part("pdf", f"{name}.pdf", "application/pdf", readable.as_pdf(words, now=now)),
            Part("json", f"{name}.json", "application/json", machine.as_json(content)),
        ]
        if content.specific:
            found.append(Part("csv", f"{name}.csv", "text/csv", machine.as_csv(content)))
        if password := str(content.facts.get("password") or ""):
            sealed = locked.as_locked_pdf(found, password=password)
            found.append(Part("locked", f"{name}.pdf", "application/pdf", sealed))
    return found
