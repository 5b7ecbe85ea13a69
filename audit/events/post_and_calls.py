"""We go to the person: codes and forms on paper, calls to the number on file."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "identity.mailed_code_asked": event("Somebody asked for a code by post to the address on file.", "channel until"),
    "identity.mailed_code_sent": event("A code went to the mail room for the address on file.", "until"),
    "identity.mailed_code_not_sent": event("No code went out by post.", "cause"),
    "identity.mailed_code_accepted": event("The code from a letter was entered.", "tries_left"),
    "identity.mailed_code_refused": event("A wrong or old code from a letter was entered.", "tries_left"),
    "identity.call_back_asked": event("Somebody asked to be called at the number on file.", "channel window language"),
    "identity.call_back_settled": event("The number on file was looked for.", "finding"),
    "identity.number_shown": event("A member of staff saw the number on file, to call it.", "reason"),
    "identity.call_back_done": event("A call to the number on file was made.", "outcome calls"),
    "identity.call_back_ended": event("A wish to be called came to its end.", "outcome calls"),
    "paper_form.made": event("A form was made, to be signed on paper.", "kind letter text_version language"),
    "paper_form.arrived": event("A form came back by post.", "kind scan late"),
    "paper_form.drawn": event("The scan of a form was looked at by the scanner and drawn anew.", "kind scan pages"),
    "paper_form.unfit": event("The scan of a form cannot be used; the paper itself is there.", "kind scan cause"),
    "paper_form.handed_on": event("A form went on to those who judge such papers.", "kind paper"),
    "paper_form.viewed": event("An officer looked at a form that came back.", "kind"),
    "paper_form.counted": event("A form that came back counts.", "kind"),
    "paper_form.refused": event("A form that came back does not count.", "kind cause"),
}
