"""What may be read aloud about a question or a complaint, in both languages: how far it is, never what was written."""

from datetime import date
from typing import Any

from django.utils import translation

from dsar_portal.callcenter.scripts.status import Spoken
from dsar_portal.templatetags.ui import day_in_words

KINDS = {"question": ("question", "pregunta"), "complaint": ("complaint", "queja")}


def taken(*, kind: str, answer_by: date) -> Spoken:
    """After it was written down: what to keep, and by when we answer."""
    en, es = KINDS[kind]
    return Spoken(
        f"Your {en} is written down. Please note its number and its code: with both you can ask us, or look on our "
        f"website. We answer by {_day(answer_by, 'en')}.",
        f"Su {es} está anotada. Por favor, apunte el número y el código: con los dos puede preguntarnos o ver nuestro "
        f"sitio web. Respondemos a más tardar el {_day(answer_by, 'es')}.",
    )


def sentence(inquiry: Any, *, answered_on: date | None) -> Spoken:
    """Where it stands. `answered_on`: the day of the answer in our zone, None before it."""
    en, es = KINDS[inquiry.kind]
    if inquiry.close_reason:
        return Spoken(f"We closed your {en} without an answer.", f"Cerramos su {es} sin respuesta.")
    if answered_on is None:
        return Spoken(
            f"Your {en} has arrived. We answer by {_day(inquiry.answer_by, 'en')}.",
            f"Su {es} ha llegado. Respondemos a más tardar el {_day(inquiry.answer_by, 'es')}.",
        )
    return Spoken(
        f"We answered your {en} on {_day(answered_on, 'en')}. You can read the answer on our website with its number "
        "and its code.",
        f"Respondimos a su {es} el {_day(answered_on, 'es')}. Puede leer la respuesta en nuestro sitio web con el "
        "número y el código.",
    )


def _day(day: date, language: str) -> str:
    with translation.override(language):
        return day_in_words(day)
