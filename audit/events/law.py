"""What can happen to the law's numbers (`requests_app`)."""

from audit.events.spec import Registry, event

_WHICH = "regime right what value effective_from"

EVENTS: Registry = {
    "law.change_proposed": event("Somebody proposed to change a number of the law from a day on.", _WHICH),
    "law.change_approved": event("A second person approved a change of the law's numbers.", f"{_WHICH} number"),
    "law.change_refused": event("A proposed change of the law's numbers was refused.", _WHICH),
}
