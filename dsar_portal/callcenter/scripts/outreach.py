"""What is said when we call the number on file, and when a caller wants a letter or a call. Both languages."""

from dsar_portal.callcenter.scripts.lines import Line
from requests_app.profile import PROFILE

OPENING = Line(
    "Hello, I am calling from {company}. May I speak with {person}? I can only tell that person what it is about.",
    "Hola, le llamo de {company}. ¿Puedo hablar con {person}? Solo a esa persona le puedo decir de qué se trata.",
)
ASKED = Line(
    "Thank you. Did you ask us, in the last few weeks, for something about your personal data? Please answer only yes "
    "or no.",
    "Gracias. ¿Nos pidió usted, en las últimas semanas, algo sobre sus datos personales? Conteste solo sí o no.",
)
CONFIRMED = Line(
    "Thank you. I note that you asked. You hear from us in writing.",
    "Gracias. Anoto que usted lo pidió. Le escribiremos.",
)
DENIED = Line(
    "Thank you for telling us. We stop it and look into it. You do not have to do anything.",
    "Gracias por decirnos. Lo detenemos y lo revisamos. Usted no tiene que hacer nada.",
)
NO_MESSAGE = Line(
    "This is {company}. We will call again. Goodbye.",
    "Le llama {company}. Volveremos a llamar. Hasta luego.",
)
LETTER = Line(
    "We can mail a code to the address we already have for you, if we have had it for some time. I cannot say whether "
    "we have one. Is it safe for you to get a letter there?",
    "Podemos enviar un código por correo a la dirección que ya tenemos de usted, si la tenemos desde hace tiempo. No "
    "puedo decirle si la tenemos. ¿Es seguro para usted recibir una carta ahí?",
)
CALL = Line(
    "We can call you at the number we already have for you, if we have had it for some time. I cannot say whether we "
    "have one. When would it suit you?",
    "Podemos llamarle al número que ya tenemos de usted, si lo tenemos desde hace tiempo. No puedo decirle si lo "
    "tenemos. ¿Cuándo le queda bien?",
)


def spoken(person: str) -> dict[str, Line]:
    """The lines of a call-back, with the company, and the person to ask for."""
    lines = {"opening": OPENING, "asked": ASKED, "confirmed": CONFIRMED, "denied": DENIED, "no_message": NO_MESSAGE}
    return {key: _named(line, person or "…") for key, line in lines.items()}


def _named(line: Line, person: str) -> Line:
    known = {"company": PROFILE.short_name, "person": person}
    return Line(line.en.format(**known), line.es.format(**known))
