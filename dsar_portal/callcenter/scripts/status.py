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
        "has arrived. Before we can start we need to know that it is you",
        "ha llegado. Antes de empezar necesitamos saber que es usted",
    ),
    "in_progress": ("is being worked on", "está en proceso"),
    "awaiting_requester": (
        "waits for your answer to a question of ours",
        "espera su respuesta a una pregunta nuestra",
    ),
    "in_review": ("has an answer, and a second person is checking it", "tiene respuesta, y otra persona la revisa"),
    "completed": ("is answered in full", "está respondida por completo"),
    "partly_completed": ("is answered in part", "está respondida en parte"),
    "denied": ("was not granted", "no fue aceptada"),
    "withdrawn": ("was taken back. Nothing more will happen", "fue retirada. No pasará nada más"),
    "closed": ("was closed", "fue cerrada"),
}  # fmt: skip
# What is added where there is an address that we may write to. Elsewhere it would send somebody to look for a letter
# that never left.
WROTE = {
    "verifying": (
        ". Please look at the letter or e-mail we sent",
        ". Por favor, vea la carta o el correo enviado",
    ),
    "awaiting_requester": (
        ". Please look at your letters or messages",
        ". Por favor, vea sus cartas o mensajes",
    ),
    "completed": (". We wrote to you", ". Le escribimos"),
    "partly_completed": (
        ". Our letter says what we did and why",
        ". Nuestra carta dice qué hicimos y por qué",
    ),
    "denied": (
        ". Our letter says why, and how you can appeal",
        ". Nuestra carta dice por qué y cómo puede apelar",
    ),
}
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


NOWHERE = Spoken(
    "We have no safe address of yours, so we sent you nothing.",
    "No tenemos una dirección segura de usted, así que no le enviamos nada.",
)
# The way on is the same for a number on file and for none: nobody learns from it whether there is one.
WAYS_ON = {
    "prove": Spoken(
        "I can ask you some questions now. Or we call you at the number that we already had, if there is one. Once we "
        "know that it is you, you can tell us an e-mail or postal address that is safe.",
        "Puedo hacerle unas preguntas ahora. O le llamamos al número que ya teníamos, si hay uno. Cuando sepamos que "
        "es usted, puede decirnos un correo electrónico o una dirección postal segura.",
    ),
    "name": Spoken(
        "Tell me an e-mail or postal address that is safe for you. I can send a code there, with which you can follow "
        "it on our website.",
        "Dígame un correo electrónico o una dirección postal segura para usted. Puedo enviarle ahí un código para "
        "seguirla en nuestro sitio web.",
    ),
    "call": Spoken(
        "You can call us again at any time and ask how far it is.",
        "Puede llamarnos de nuevo en cualquier momento y preguntar cómo va.",
    ),
}


def sentence(*, right: str, status: str, respond_by: date, written: bool = True) -> Spoken:
    """Where a request stands, and by which day we answer.

    `written`: there is an address that we may write to, so that a letter may be spoken of.
    """
    return Spoken(*(_sentence(at, right, status, respond_by, written) for at in (0, 1)))


def unwritten(*, status: str, may_move: bool) -> tuple[Spoken, Spoken]:
    """What a caller hears whom we can write to nowhere: that nothing was sent, and what can be done in this call.

    `may_move`: it was shown who asks, so that a safe address may be named.
    """
    way = "name" if may_move else "prove" if status == "verifying" else "call"
    return NOWHERE, WAYS_ON[way]


def _sentence(at: int, right: str, status: str, respond_by: date, written: bool) -> str:
    subject = ("Your request", "Su solicitud")[at]
    where = IN_FORCE if right == "opt_out" and status in WAITING else STATUS[status]
    wrote = WROTE.get(status, ("", ""))[at] if written and where is not IN_FORCE else ""
    text = f"{subject} {RIGHTS[right][at]} {where[at]}{wrote}."
    if status in WAITING and right != "opt_out":
        with translation.override(("en", "es")[at]):
            day = day_in_words(respond_by)
        text += (f" We answer by {day}.", f" Respondemos a más tardar el {day}.")[at]
    return text
