"""What the agent says as it was shipped, in both languages. `script.py` lays the approved changes over it."""

from dataclasses import dataclass

VERSION = "2026-11"


@dataclass(frozen=True)
class Line:
    """One sentence of the script in English and Spanish."""

    en: str
    es: str

    def in_language(self, language: str) -> str:
        return self.es if language == "es" else self.en


SAY: dict[str, Line] = {
    "recording": Line(
        "This call may be recorded so that we can check the quality of our service. "
        "Please say so if you prefer not, and we go on without a recording. Is that all right?",
        "Esta llamada puede ser grabada para revisar la calidad de nuestro servicio. "
        "Si usted prefiere que no se grabe, dígalo y seguimos sin grabación. ¿Está de acuerdo?",
    ),
    "unrecorded": Line("No problem. I have turned the recording off.", "No hay problema. He apagado la grabación."),
    "want": Line(
        "What would you like us to do with your personal information?",
        "¿Qué desea que hagamos con su información personal?",
    ),
    "delete": Line(
        "If we delete it, you will not be able to see old quotes or documents any more. Shall I note that down?",
        "Si la borramos, usted ya no podrá ver cotizaciones ni documentos anteriores. ¿Lo anoto así?",
    ),
    "opt_out": Line(
        "I can do that right now. I do not need to check who you are.",
        "Puedo hacerlo ahora mismo. No necesito comprobar su identidad.",
    ),
    "who": Line(
        "May I have your name, spelled out, and the state you live in?",
        "¿Me da su nombre, deletreado, y el estado en que vive?",
    ),
    "agent": Line(
        "Thank you. We will write to you for the paper that allows you to act for this person.",
        "Gracias. Le escribiremos para pedirle el documento que le permite actuar por esta persona.",
    ),
    "reach": Line(
        "How can we reach you, and is it safe for you if we write or call there?",
        "¿Cómo podemos comunicarnos con usted? ¿Es seguro que le escribamos o llamemos ahí?",
    ),
    "unsafe": Line(
        "We warn you when someone asks in your name. May somebody else read or hear what we had of you before: "
        "an e-mail address, a phone or a postal address?",
        "Le avisamos si alguien pide algo en su nombre. ¿Puede otra persona leer u oír lo que ya teníamos de usted: "
        "un correo electrónico, un teléfono o una dirección?",
    ),
    "identity": Line(
        "To protect you, I ask a few questions about things we already have. You may skip any of them.",
        "Para proteger su información, le hago unas preguntas sobre datos que ya tenemos. Puede omitir cualquiera.",
    ),
    "identity_end": Line(
        "Thank you. If we need anything else to know that it is you, we will write to you.",
        "Gracias. Si necesitamos algo más para saber que es usted, le escribiremos.",
    ),
    "read_back": Line(
        "I read back what I noted. Please tell me if something is wrong.",
        "Le leo lo que anoté. Por favor, dígame si algo no está bien.",
    ),
    "confirm": Line("Is that right?", "¿Es correcto?"),
    "passphrase": Line(
        "You can choose four words. With them you can ask on the phone how far your request is.",
        "Usted puede elegir cuatro palabras. Con ellas puede preguntar por teléfono cómo va su solicitud.",
    ),
    "before_telling": Line(
        "I can talk about a request after you tell me your four words, or the reference and the access code.",
        "Puedo hablar de una solicitud cuando me diga sus cuatro palabras, o la referencia y el código de acceso.",
    ),
    "refused": Line(
        "I could not find that together. Please look at your letter, or ask us for a new request.",
        "No pude encontrar esos datos juntos. Por favor, vea su carta, o haga una solicitud nueva.",
    ),
    "helper": Line(
        "Somebody is helping you on the line. Is it all right for you if that person hears what we talk about?",
        "Alguien le ayuda en la línea. ¿Está de acuerdo en que esa persona oiga lo que hablamos?",
    ),
    "delete_yes": Line(
        "I ask you once more, because it cannot be undone. If you are sure, please say: confirm yes.",
        "Le pregunto una vez más, porque no se puede deshacer. Si está seguro, por favor diga: confirmo, sí.",
    ),
    "secret": Line(
        "Please do not tell me that number. We do not need it, and I have not kept it.",
        "Por favor, no me diga ese número. No lo necesitamos y no lo he guardado.",
    ),
    "claim": Line(
        "That is a question about a claim. I connect you with our claims team; they can help you right away.",
        "Eso es una pregunta sobre un reclamo. Le comunico con nuestro equipo de reclamos, que le puede ayudar.",
    ),
    "call_back": Line(
        "Hello, this is {company}. May I speak with the person who called us earlier?",
        "Buenos días, le llama {company}. ¿Puedo hablar con la persona que nos llamó hace un rato?",
    ),
    "voicemail": Line(
        "Hello, this is {company}. Please call us back at {phone}. Thank you.",
        "Buenos días, le llama {company}. Por favor, llámenos al {phone}. Gracias.",
    ),
    "identity_neutral": Line(
        "Thank you, I have noted that. If we need anything else, we will write to you.",
        "Gracias, lo he anotado. Si necesitamos algo más, le escribiremos.",
    ),
    "identity_code": Line(
        "I send you a code now. You asked me for it in this call, so you may read it to me.",
        "Le envío ahora un código. Usted me lo pidió en esta llamada, así que puede leérmelo.",
    ),
    "identity_link": Line(
        "We send you what you need to sign, and you can do the rest in writing and in your own time.",
        "Le enviamos lo que debe firmar, y usted puede hacer lo demás por escrito y con calma.",
    ),
    "complaint": Line(
        "I am sorry. I write down what you say, word for word, and a person answers you.",
        "Lo siento. Anoto lo que usted dice, palabra por palabra, y una persona le responderá.",
    ),
}

# What an agent reads after the button "Send a new access code", by what became of it.
CODE_SENT = {
    "email": "A new access code is on its way by e-mail. The old one works until the new one is used.",
    "post": "A new access code goes out by mail. The old one works until the new one is used.",
    "too_often": "No other code was sent: one is on its way already. Ask the caller to look at their mail.",
    "no_address": "No code was sent: the person gave us no safe address.",
}

# After a withdrawal, by whether there is an address that we may write to.
TAKEN_BACK = {
    True: "The request is taken back. We confirm it in writing.",
    False: "The request is taken back. No confirmation goes out, as no address is safe: say so to the caller.",
}

TAKEN_OUT = "A Social Security or card number was taken out and is not kept. Do not repeat it."

# A third party in the law's eyes: they need a signed permission, however well they know the person.
DO_NOT_ASK = (
    "Social Security number, full or in part",
    "Password, PIN, or a code that somebody else sent them",
    "Full card or bank account number",
    "Driver’s license number",
    "Why they ask",
)
MAY_BE_SAID = (
    "How to make a request, and how long it takes",
    "What this caller told you in this call",
)
MAY_NOT_BE_SAID = (
    "Whether anyone is a customer, or that earlier requests exist",
    "Which answer did not fit",
    "What we hold about a person: that never goes by voice",
)

QUESTIONS: dict[str, tuple[Line, Line]] = {
    "how_long": (
        Line("How long does it take?", "¿Cuánto tiempo tarda?"),
        Line(
            "We answer within 45 days. If we need longer, we write to you before that and say why.",
            "Respondemos en 45 días. Si necesitamos más tiempo, le escribimos antes y le decimos por qué.",
        ),
    ),
    "cost": (
        Line("Does it cost money?", "¿Tiene algún costo?"),
        Line("No, it is free.", "No, es gratis."),
    ),
    "no_email": (
        Line("Do I need an e-mail address?", "¿Necesito un correo electrónico?"),
        Line("No. We can send everything by mail.", "No. Podemos enviarle todo por correo postal."),
    ),
    "no_penalty": (
        Line("Will it change my policy or my price?", "¿Cambiará mi póliza o mi precio?"),
        Line(
            "No. We never treat you differently because you use your privacy rights.",
            "No. Nunca le damos un trato distinto por usar sus derechos de privacidad.",
        ),
    ),
    "for_another": (
        Line("I call for my wife, husband or client.", "Llamo por mi esposa, esposo o cliente."),
        Line(
            "You can. We need a permission signed by that person, and we will write to you about it.",
            "Puede hacerlo. Necesitamos un permiso firmado por esa persona y le escribiremos al respecto.",
        ),
    ),
    "no_calls": (
        Line("Do not call me any more.", "No me llamen más."),
        Line(
            "I note that now, and it takes effect at once. (Choose “Stop marketing, sale or sharing”.)",
            "Lo anoto ahora y tiene efecto inmediato.",
        ),
    ),
}
