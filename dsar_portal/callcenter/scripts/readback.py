"""The read-back: what was chosen, in one speakable text. Digits apart, dates in words, accents named."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation

from dsar_portal.templatetags.ui import day_in_words, spoken_digits, spoken_phone
from requests_app.choices import BY_POST
from requests_app.places import US_STATES

RIGHTS = {
    "access": ("show you the information we have about you", "mostrarle la información que tenemos sobre usted"),
    "correction": ("correct information that is wrong", "corregir información que no es correcta"),
    "deletion": ("delete your personal information", "borrar su información personal"),
    "opt_out": ("stop marketing, selling or sharing", "no usar más su información para publicidad o venta"),
    "restriction": ("limit how we use your information", "limitar cómo usamos su información"),
    "objection": ("stop a use that you object to", "dejar un uso al que usted se opone"),
    "automated_decision": ("have a person look at an automated decision", "que una persona revise una decisión"),
    "consent_withdrawal": ("note that you take back a consent", "anotar que usted retira un consentimiento"),
}  # fmt: skip
SCOPES = {
    "specific_pieces": ("as a full copy", "con una copia completa"),
    "categories": ("as a list of the kinds of information", "con una lista de los tipos de información"),
    "portability": ("as a file that you can take elsewhere", "en un archivo que pueda llevar a otra empresa"),
}
KINDS = {
    "marketing_email": ("advertising by e-mail", "publicidad por correo electrónico"),
    "marketing_phone": ("advertising by phone", "publicidad por teléfono"),
    "marketing_sms": ("advertising by text message", "publicidad por mensaje de texto"),
    "marketing_mail": ("advertising by mail", "publicidad por correo postal"),
    "sale_sharing": ("selling or sharing", "venta o intercambio"),
    "targeted_advertising": ("ads based on what you do online", "anuncios según lo que hace en internet"),
    "profiling": ("profiling", "elaboración de perfiles"),
    "limit_sensitive": ("extra use of sensitive information", "uso adicional de información sensible"),
    "affiliate_sharing": ("use by companies of our group", "uso por empresas de nuestro grupo"),
    "nonaffiliate_sharing": ("sharing outside our group", "intercambio fuera de nuestro grupo"),
}  # fmt: skip
FIELDS = {
    "given_name": ("first name", "nombre"), "family_name": ("last name", "apellido"),
    "email": ("e-mail", "correo electrónico"),
    "phone": ("phone number", "número de teléfono"), "postal_address": ("postal address", "dirección postal"),
    "date_of_birth": ("date of birth", "fecha de nacimiento"),
    "policy_details": ("policy details", "datos de la póliza"),
    "claim_details": ("claim details", "datos del reclamo"), "item_details": ("item details", "datos del artículo"),
    "payment_details": ("payment details", "datos de pago"), "shipping_details": ("shipping details", "datos de envío"),
    "employment_details": ("job details", "datos de empleo"), "other": ("other information", "otra información"),
}  # fmt: skip
DELIVERY = {
    "secure_download": ("for download from our website", "para descargar de nuestro sitio web"),
    "encrypted_email": ("by e-mail, as a locked file", "por correo electrónico, en un archivo bloqueado"),
    "post": ("by mail", "por correo postal"),
}
FORMAT = {
    "large_print": (", in large print", ", en letra grande"),
    "audio": (", as a recording", ", en una grabación"),
    "braille": (", in Braille", ", en braille"),
}
BARRED = {
    "email": ("the e-mail address", "el correo electrónico"),
    "phone": ("the phone number", "el número de teléfono"),
    "post": ("the postal address", "la dirección postal"),
}
CAPACITY = {
    "authorized_agent": ("as an authorized agent", "como agente autorizado"),
    "parent_or_guardian": ("as parent or guardian", "como padre, madre o tutor"),
    "executor": ("as executor", "como albacea"),
    "conservator": ("as conservator", "como curador legal"),
}
_MARKS = {
    "\u0301": ("with an accent", "con acento"), "\u0303": ("with a tilde", "con tilde"),
    "\u0308": ("with two dots", "con diéresis"), "\u0300": ("with a grave accent", "con acento grave"),
}  # fmt: skip
_SIGNS = {
    "-": ("hyphen", "guion"),
    "'": ("apostrophe", "apóstrofo"),
    "’": ("apostrophe", "apóstrofo"),
    " ": ("space", "espacio"),
}


@dataclass(frozen=True)
class Part:
    """A piece of the sentence; what was chosen or typed is strong."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class ReadBack:
    """The text to read, and a mark that changes with every word of it."""

    parts: tuple[Part, ...]
    language: str

    @property
    def mark(self) -> str:
        return hashlib.sha256("".join(part.text for part in self.parts).encode()).hexdigest()[:16]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def read_back(raw: dict[str, Any], *, answer_by: date | None) -> ReadBack:
    """What the agent reads aloud before filing, from the same body that is filed."""
    language = "es" if raw.get("language") == "es" else "en"
    words = _Words(language)
    with translation.override(language):
        for piece in (_wanted, _person, _contact, _answer):
            piece(words, raw)
        if answer_by is not None:
            words.say("We answer by ", "Respondemos a más tardar el ").put(day_in_words(answer_by)).say(". ", ". ")
    if words.parts:
        words.parts[-1] = Part(words.parts[-1].text.rstrip(), words.parts[-1].strong)
    return ReadBack(tuple(words.parts), language)


class _Words:
    """Collects plain words of one language and strong pieces."""

    def __init__(self, language: str) -> None:
        self.at = 1 if language == "es" else 0
        self.parts: list[Part] = []

    def say(self, en: str, es: str) -> "_Words":
        self.parts.append(Part((en, es)[self.at]))
        return self

    def put(self, text: str) -> "_Words":
        self.parts.append(Part(text, strong=True))
        return self

    def of(self, table: dict[str, tuple[str, str]], code: str) -> str:
        return table[code][self.at] if code in table else code.replace("_", " ")

    def listed(self, texts: list[str]) -> None:
        for number, text in enumerate(texts):
            if number:
                last = number == len(texts) - 1
                self.say("; and " if last else "; ", "; y " if last else "; ")
            self.put(text)


def _wanted(words: _Words, raw: dict[str, Any]) -> None:
    asked = raw.get("rights") or []
    if not asked:
        return
    words.say("You ask us to ", "Usted nos pide ")
    words.listed([_right(words, one) for one in asked])
    words.say(". ", ". ")


def _right(words: _Words, one: dict[str, Any]) -> str:
    text = words.of(RIGHTS, one["right"])
    more = [words.of(KINDS, kind) for kind in one.get("kinds") or []]
    more += [
        f"{words.of(FIELDS, fix['field'])}: “{fix['requested']}”"
        for fix in one.get("corrections") or []
        if fix["field"]
    ]
    if one.get("scope"):
        text += ", " + words.of(SCOPES, one["scope"])
    if one.get("look_back") == "12_months":
        text += (", for the last 12 months", ", de los últimos 12 meses")[words.at]
    return f"{text} ({', '.join(more)})" if more else text


def _person(words: _Words, raw: dict[str, Any]) -> None:
    who, asker = raw.get("consumer") or {}, raw.get("requester") or {}
    name = " ".join(part for part in (who.get("given_name"), who.get("family_name")) if part)
    if asker.get("capacity") not in (None, "self"):
        words.say("You are ", "Usted es ").put(str(asker.get("name") or "…"))
        words.say(", calling ", ", y llama ").put(words.of(CAPACITY, asker["capacity"]))
        words.say(". The information is about ", ". La información es sobre ")
    elif name:
        words.say("Your name is ", "Su nombre es ")
    if name:
        words.put(name)
        if who.get("family_name"):
            words.say(
                f", spelled {spelled(who['family_name'], 'en')}",
                f", que se escribe {spelled(who['family_name'], 'es')}",
            )
        words.say(". ", ". ")
    _home(words, raw, who)
    for one in raw.get("identifiers") or []:
        words.say("The number is ", "El número es ").put(spoken_digits(one["value"])).say(". ", ". ")


def _home(words: _Words, raw: dict[str, Any], who: dict[str, Any]) -> None:
    state = US_STATES.get((raw.get("residence") or {}).get("state", ""), "")
    if state:
        words.say("You live in ", "Vive en ").put(state).say(". ", ". ")
    address = who.get("postal_address") or {}
    street = ", ".join([*address.get("lines", []), *([address["city"]] if address.get("city") else [])])
    if street:
        words.say("Your address is ", "Su dirección es ").put(street)
    if address.get("postal_code"):
        words.say(", ZIP " if street else "ZIP ", ", código postal " if street else "Código postal ")
        words.put(spoken_digits(address["postal_code"]))
    if street or address.get("postal_code"):
        words.say(". ", ". ")


def _contact(words: _Words, raw: dict[str, Any]) -> None:
    agent = (raw.get("requester") or {}).get("capacity") not in (None, "self")
    who = (raw.get("requester") if agent else raw.get("consumer")) or {}
    if who.get("phone"):
        words.say("Your phone number is ", "Su teléfono es ").put(spoken_phone(who["phone"])).say(". ", ". ")
    if who.get("email"):
        words.say("Your e-mail address is ", "Su correo electrónico es ").put(who["email"]).say(". ", ". ")
    safe = raw.get("safe_contact") or {}
    if safe.get("none_safe"):
        words.say("We will ", "").put(("not write or call", "No le escribiremos ni llamaremos")[words.at]).say(
            ". ", ". "
        )
    place = (
        spoken_phone(safe["phone"]) if safe.get("phone") else str(safe.get("email") or safe.get("instructions") or "")
    )
    if place:
        words.say("We only write or call here: ", "Solo le escribimos o llamamos aquí: ").put(place).say(". ", ". ")
    if safe.get("unsafe"):
        words.say("From what we already had, we do not use ", "De lo que ya teníamos, no usamos ")
        words.listed([words.of(BARRED, kind) for kind in safe["unsafe"]])
        words.say(". ", ". ")


def _answer(words: _Words, raw: dict[str, Any]) -> None:
    rights = {one["right"] for one in raw.get("rights") or []}
    if "opt_out" in rights:
        words.say("The stop takes ", "El alto tiene ").put(("effect now", "efecto ahora")[words.at]).say(". ", ". ")
    if rights - {"opt_out"}:
        words.say("The answer comes ", "La respuesta llega ")
        form = str(raw.get("answer_format") or "")
        way = "post" if form in BY_POST else str(raw.get("delivery") or "secure_download")
        words.put(words.of(DELIVERY, way) + (words.of(FORMAT, form) if form in FORMAT else "")).say(". ", ". ")


def spelled(name: str, language: str) -> str:
    """A name letter by letter, with its signs and accents named: D-I with an accent-A-Z."""
    at = 1 if language == "es" else 0
    return "-".join(_letter(char, at) for char in unicodedata.normalize("NFC", str(name))[:60])


def _letter(char: str, at: int) -> str:
    if char in _SIGNS:
        return _SIGNS[char][at]
    apart = unicodedata.normalize("NFD", char)
    base, marks = apart[0], apart[1:]
    named = [_MARKS[mark][at] for mark in marks if mark in _MARKS]
    letter = base.upper() if base.isascii() else char.upper()
    return " ".join([letter, *named])
