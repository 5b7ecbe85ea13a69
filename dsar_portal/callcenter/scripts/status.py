"""What may be read aloud about a request, in both languages, once the caller was checked. Never what we hold."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from dsar_portal.templatetags.ui import day_in_words

RIGHTS = {
    "access": ("to see your information", "para ver su información"),
    "correction": ("to correct information", "para corregir información"),
    "deletion": ("to delete information", "para borrar información"),
    "opt_out": ("to stop marketing, selling or sharing", "para dejar la publicidad, la venta o el intercambio"),
    "restriction": ("to limit the use of your information", "para limitar el uso de su información"),
    "objection": ("to object to a use", "para oponerse a un uso"),
    "automated_decision": ("to have a decision reviewed by a person", "para que una persona revise una decisión"),
    "consent_withdrawal": ("to take back a consent", "para retirar un consentimiento"),
    "appeal": ("to look at our answer again", "para revisar de nuevo nuestra respuesta"),
}
STATUS = {
    "received": ("has arrived, and we are about to start", "ha llegado y estamos por empezar"),
    "verifying": (
        "has arrived. Before we can start we need to know that it is you. Please look at the letter or e-mail we sent",
        "ha llegado. Antes de empezar necesitamos saber que es usted. Por favor, vea la carta o el correo enviado",
    ),
    "in_progress": ("is being worked on", "está en proceso"),
    "awaiting_requester": (
        "waits for your answer to a question of ours. Please look at your letters or messages",
        "espera su respuesta a una pregunta nuestra. Por favor, vea sus cartas o mensajes",
    ),
    "in_review": ("has an answer, and a second person is checking it", "tiene respuesta, y otra persona la revisa"),
    "completed": ("is answered in full. We wrote to you", "está respondida por completo. Le escribimos"),
    "partly_completed": (
        "is answered in part. Our letter says what we did and why",
        "está respondida en parte. Nuestra carta dice qué hicimos y por qué",
    ),
    "denied": (
        "was not granted. Our letter says why, and how you can appeal",
        "no fue aceptada. Nuestra carta dice por qué y cómo puede apelar",
    ),
    "withdrawn": ("was taken back. Nothing more will happen", "fue retirada. No pasará nada más"),
    "closed": ("was closed", "fue cerrada"),
}  # fmt: skip
IN_FORCE = (
    "is in force. Our systems are confirming it one by one",
    "está en vigor. Nuestros sistemas lo confirman uno por uno",
)
WAITING = {"received", "verifying", "in_progress", "awaiting_requester", "in_review"}


@dataclass(frozen=True)
class Spoken:
    """One sentence in English and Spanish."""

    en: str
    es: str


def sentence(*, right: str, status: str, respond_by: date) -> Spoken:
    """Where a request stands, and by which day we answer."""
    return Spoken(*(_sentence(at, right, status, respond_by) for at in (0, 1)))


def _sentence(at: int, right: str, status: str, respond_by: date) -> str:
    subject = ("Your request", "Su solicitud")[at]
    where = IN_FORCE if right == "opt_out" and status in WAITING else STATUS[status]
    text = f"{subject} {RIGHTS[right][at]} {where[at]}."
    if status in WAITING and right != "opt_out":
        with translation.override(("en", "es")[at]):
            day = day_in_words(respond_by)
        text += (f" We answer by {day}.", f" Respondemos a más tardar el {day}.")[at]
    return text
