"""Words that stand for codes and days, in each language. Letters never show a code and never a numeric date."""

from datetime import date

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
SUBJECTS = {
    "en": ("Your privacy request", "Code for your privacy request", "Privacy portal alert"),
    "es": ("Su solicitud de privacidad", "Código para su solicitud de privacidad", "Aviso del portal de privacidad"),
}
# What the person asked for, to follow "You asked us to ..." / "Usted nos pidió ...".
RIGHTS = {
    "en": {
        "access": "show you the data we have about you",
        "correction": "correct data about you",
        "deletion": "delete data about you",
        "opt_out": "stop certain uses of your data",
        "restriction": "limit how we use your data",
        "objection": "stop a use of your data that you object to",
        "automated_decision": "have a person look at a decision made by a computer",
        "consent_withdrawal": "stop using data that you had agreed to",
        "appeal": "look again at our decision",
    },
    "es": {
        "access": "ver los datos que tenemos sobre usted",
        "correction": "corregir datos sobre usted",
        "deletion": "borrar datos sobre usted",
        "opt_out": "dejar de usar sus datos para ciertos fines",
        "restriction": "limitar el uso de sus datos",
        "objection": "dejar un uso de sus datos al que usted se opone",
        "automated_decision": "que una persona revise una decisión tomada por una computadora",
        "consent_withdrawal": "dejar de usar datos que usted había permitido usar",
        "appeal": "revisar de nuevo nuestra decisión",
    },
}
OUTCOMES = {
    "en": {
        "given": "We give you this data.",
        "corrected": "We corrected it.",
        "erased": "We deleted it.",
        "kept": "We keep it.",
        "withheld": "We do not send it.",
        "restricted": "We limited its use.",
        "stopped": "We stopped this use.",
        "suppressed": "We stopped this and will not start again.",
        "review_upheld": "A person looked at it. The decision stays.",
        "review_changed": "A person looked at it. We changed the decision.",
        "nothing_found": "We looked and found nothing.",
    },
    "es": {
        "given": "Le damos estos datos.",
        "corrected": "Los corregimos.",
        "erased": "Los borramos.",
        "kept": "Los conservamos.",
        "withheld": "No los enviamos.",
        "restricted": "Limitamos su uso.",
        "stopped": "Dejamos de darles este uso.",
        "suppressed": "Lo detuvimos y no lo haremos de nuevo.",
        "review_upheld": "Una persona lo revisó. La decisión sigue igual.",
        "review_changed": "Una persona lo revisó. Cambiamos la decisión.",
        "nothing_found": "Buscamos y no hallamos nada.",
    },
}
OPT_OUT_KINDS = {
    "en": {
        "marketing_email": "Marketing by email",
        "marketing_phone": "Marketing by phone",
        "marketing_sms": "Marketing by text message",
        "marketing_mail": "Marketing by mail",
        "sale_sharing": "Selling or sharing your data",
        "targeted_advertising": "Ads that are aimed at you",
        "profiling": "Profiling by computer",
        "limit_sensitive": "Extra uses of your sensitive data",
        "affiliate_sharing": "Sharing your data within our group",
        "nonaffiliate_sharing": "Sharing your data outside our group",
    },
    "es": {
        "marketing_email": "Publicidad por correo electrónico",
        "marketing_phone": "Publicidad por teléfono",
        "marketing_sms": "Publicidad por mensaje de texto",
        "marketing_mail": "Publicidad por correo postal",
        "sale_sharing": "Vender o compartir sus datos",
        "targeted_advertising": "Anuncios dirigidos a usted",
        "profiling": "Perfiles hechos por computadora",
        "limit_sensitive": "Otros usos de sus datos delicados",
        "affiliate_sharing": "Compartir sus datos dentro de nuestro grupo",
        "nonaffiliate_sharing": "Compartir sus datos fuera de nuestro grupo",
    },
}
SCOPES = {
    "en": {
        "browser": "the browser you used",
        "account": "your account",
        "offline": "our paper and office records",
        "channels": "every contact address and number you gave us",
    },
    "es": {
        "browser": "el navegador que usó",
        "account": "su cuenta",
        "offline": "nuestros archivos y papeles",
        "channels": "cada dirección y número que nos dio",
    },
}


def day_in_words(day: date | str, language: str) -> str:
    """A day with its name, as a person would say it: "Thursday, January 7, 2027"."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    name, month = DAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    if language == "es":
        return f"{name}, {day.day} de {month} de {day.year}"
    return f"{name}, {month} {day.day}, {day.year}"


def subject_line(language: str, reference: str, *, secret: bool, staff: bool) -> str:
    """A subject that says nothing about the person or the answer."""
    plain, code, alert = SUBJECTS[language]
    words = alert if staff else code if secret else plain
    return f"{words} {reference}".strip()
