"""What happens on the phone line beside the requests themselves (`requests_app`, room `callcenter`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "call.secret_removed": event(
        "A Social Security or card number that a caller volunteered was taken out before anything was kept.",
        "call kinds fields",
    ),
    "call.back_tried": event(
        "An agent tried to call somebody back after their call had dropped.", "call outcome tries"
    ),
    "call.taken_over": event("An agent took over a dropped call of a colleague.", "call previous"),
    "call.deletion_confirmed": event(
        "A caller heard what a deletion means and confirmed it a second time, in the same call.", "call script_version"
    ),
    "caller.asked_questions": event(
        "A caller answered questions of identity on the phone. The answers were not kept.", "fields channel"
    ),
    "caller.sent_identity_letter": event(
        "A caller was sent what is needed to show who they are, by a way that is safe for them.", "sent_by"
    ),
    "script.change_proposed": event("A supervisor proposed new words for a line of the phone script.", "line"),
    "script.change_approved": event("A second person approved new words for the phone script.", "line number"),
    "script.change_refused": event("New words for the phone script were refused.", "line"),
}
