"""How somebody shows who they are (`verification`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "identity.check_opened": event(
        "A check of who is asking was opened.", "required methods capacity right scope contacts authority_needed"
    ),
    "identity.required_changed": event("The proof that is needed changed with the right.", "required previous"),
    "identity.matched": event(
        "What was typed was compared with the facts on file.", "points outcome directory candidates reached required"
    ),
    "directory.imported": event(
        "A file took the place of the people in an imported directory.", "directory rows people refused"
    ),
    "directory.removed": event("All people of an imported directory were deleted.", "directory people"),
    "identity.match_failed": event(
        "Comparing with the facts on file did not work and will be tried again.", "directory cause"
    ),
    "identity.contact_moved": event("Codes for the check go to another contact from now on.", "fields count"),
    "identity.contact_added": event(
        "The requester named one more e-mail address or phone number, to be proved by a code.", "kind contact"
    ),
    "identity.code_asked": event(
        "The requester was sent a code to show that they read their mailbox or hold their phone.",
        "purpose method contact",
    ),
    "identity.code_sent": event("A one-time code was sent.", "purpose channel letter"),
    "identity.code_accepted": event("The right one-time code was entered.", "purpose tries tries_left"),
    "identity.code_refused": event("A wrong or old one-time code was entered.", "purpose outcome tries_left"),
    "identity.contact_proved": event(
        "The requester showed that they read the mailbox, or hold the phone, that they gave.", "method contact"
    ),
    "identity.needs_person": event("Too many wrong tries: from here only a member of staff can check.", "method"),
    "identity.locked": event("Too many wrong tries closed the check for a while.", "purpose until method contact"),
    "identity.unlocked": event("A closed check was opened again.", "method"),
    "identity.facts_given": event("The requester answered questions about facts on file.", "fields count tries"),
    "identity.facts_matched": event(
        "Each answer was compared with the facts on file, and passed or failed.", "passed failed count"
    ),
    "identity.account_signed_in": event(
        "The requester signed in to an account elsewhere, to be compared with the facts on file.", "provider"
    ),
    "identity.account_sign_in_failed": event("A sign-in to an account elsewhere did not work.", "provider cause"),
    "identity.declaration_signed": event(
        "The requester signed, under penalty of perjury, who they are.", "text_version language"
    ),
    "identity.evidence_recorded": event(
        "A member of staff recorded proof that they saw or heard.", "method points tier files count"
    ),
    "identity.document_asked": event("A member of staff asked for an identity document.", "kind"),
    "identity.paper_given": event("A paper was sent in as proof.", "kind channel media_type pages bytes"),
    "identity.paper_checked": event("A paper that was sent in was scanned and made ready.", "kind scan pages"),
    "identity.paper_unfit": event("A paper that was sent in could not be used.", "kind scan cause"),
    "identity.look_asked": event("A member of staff asked to look at a paper.", "paper kind needs_two"),
    "identity.look_granted": event("A look at a paper was allowed for some minutes.", "paper kind needs_two minutes"),
    "identity.look_declined": event("A look at a paper was not allowed.", "paper kind"),
    "identity.look_closed": event("A look at a paper ended with the paper.", "paper kind"),
    "identity.evidence_viewed": event("A member of staff looked at a paper.", "paper kind pages"),
    "identity.paper_accepted": event("A paper was looked at and accepted as proof.", "kind"),
    "identity.paper_refused": event("A paper was looked at and not accepted.", "kind missing"),
    "identity.evidence_shredded": event(
        "A paper was destroyed after it had served.", "kind count age_days cause state"
    ),
    "identity.authority_recorded": event("The right to act for somebody else was checked.", "authority outcome method"),
    "identity.agent_confirmed": event("The consumer confirmed that the agent acts for them.", "method"),
    "identity.agent_refused": event("The consumer said that the agent does not act for them.", "method"),
    "identity.level_reached": event("The check reached a level of assurance.", "reached required method points"),
    "identity.passed": event(
        "The check was concluded: enough is known about who is asking.", "reached required points"
    ),
    "identity.failed": event(
        "The check was concluded: not enough is known about who is asking.", "reached required ground"
    ),
    "identity.closed": event("The check was shut: nothing that it is needed for is open any more.", "reached required"),
    "identity.reopened": event("A concluded check was opened again.", "required"),
    "identity.not_me": event("Somebody said that the request made in their name is not theirs.", "channel letter"),
    "identity.risk_flagged": event("The pattern of requests looked unusual and a person shall look.", "signals score"),
}
