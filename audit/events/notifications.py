"""Letters, e-mails and other notices (`notifications`)."""

from audit.events.spec import Registry, event

_LETTER = "kind channel language statutory"

EVENTS: Registry = {
    "letter.queued": event(
        "A letter was written and set out to be sent.", f"{_LETTER} letter post_by template_version"
    ),
    "letter.sent": event(
        "A letter was handed to the mail server.", f"{_LETTER} tries message_id provider after_unknown locked_file"
    ),
    "letter.unknown": event(
        "Nobody can tell whether a letter arrived: its process died while handing it over.", f"{_LETTER} cause"
    ),
    "letter.failed": event("A letter could not be sent.", f"{_LETTER} cause tries final"),
    "letter.retried": event("A letter is being sent once more.", f"{_LETTER} tries after_unknown"),
    "letter.bounced": event("A letter came back from the mail server.", f"{_LETTER} cause"),
    "letter.alarmed": event(
        "Our people were told that a notice did not reach its reader.", "kind channel post_by recipients"
    ),
    "letter.to_print": event("A letter goes by post because it cannot go by e-mail.", f"{_LETTER} cause post_by"),
    "letter.printed": event("A letter was printed.", f"{_LETTER} pages batch"),
    "letter.enclosure_printed": event("What goes along with a letter was printed.", _LETTER),
    "letter.posted": event("A letter was put in the post.", f"{_LETTER} tracked on_time post_by"),
    "letter.returned": event("The post brought a letter back.", f"{_LETTER} cause"),
    "letter.superseded": event("A newer letter took the place of an older one.", f"{_LETTER} by_letter"),
    "letter.held": event("A letter waits until a person has looked at it.", f"{_LETTER} cause"),
    "letter.released": event("A waiting letter was let go.", _LETTER),
    "letter.cancelled": event("A message was stopped before it left.", _LETTER),
    "letter.viewed": event("A member of staff opened a letter.", _LETTER),
    "letter.content_erased": event("The words of a letter were erased because their time was up.", _LETTER),
    "mail.arrived": event("A letter or e-mail arrived.", "channel kind received_on outcome files bytes"),
    "mail.matched": event("Mail that arrived was put to the request it belongs to.", "channel"),
    "mail.set_aside": event("Mail that arrived belongs to no request.", "channel kind"),
    "webhook.added": event("An address of another system was set up to be told of events.", "events"),
    "webhook.changed": event("An address of another system was changed.", "fields events"),
    "webhook.removed": event("An address of another system was removed."),
    "webhook.secret_renewed": event("The secret shared with another system was renewed."),
    "webhook.delivered": event("Another system was told of an event.", "endpoint kind status tries"),
    "webhook.failed": event("Another system could not be told of an event.", "endpoint kind status tries cause final"),
    "webhook.replayed": event("Another system was told of an event once more.", "endpoint kind"),
    "template.proposed": event("New wording of a letter was proposed.", "kind language version"),
    "template.approved": event("New wording of a letter was approved by a second person.", "kind language version"),
}
