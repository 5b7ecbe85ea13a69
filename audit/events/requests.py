"""What can happen to a submission and its privacy requests (`requests_app`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    # asking
    "draft.saved": event("Someone saved an unfinished form to finish it later.", "step"),
    "draft.opened": event("Someone came back to an unfinished form.", "step"),
    "draft.discarded": event("An unfinished form was thrown away."),
    "draft.expired": event("An unfinished form was erased because its time was up.", "age_days"),
    "call.started": event("A call-center agent took a call.", "script script_version language"),
    "call.recorded": event(
        "A call-center agent wrote down how a call went.",
        "outcome submission requests seconds script_version consent language assistance helper_consent",
    ),
    "call.reviewed": event("A supervisor listened to the quality of a call.", "outcome call score seed note"),
    "caller.checked": event("A caller showed that they may hear about a request.", "method"),
    "caller.refused": event("A caller gave a wrong passphrase, reference or access code.", "method"),
    "submission.filed": event(
        "A person asked, in one act, for one or more privacy rights.",
        "channel requests rights companies capacity relationships language country state delivery gpc received_on "
        "safe_contact identifiers uploads agent drp script_version",
    ),
    "submission.code_sent": event(
        "Someone asked for a new access code. It was sent to the contact given at filing; the old one goes on working.",
        "channel sent_by expires_on",
    ),
    "submission.code_not_sent": event("Someone asked for a new access code, and none was sent.", "channel cause"),
    "submission.code_renewed": event("A new access code replaced the old one.", "channel"),
    "submission.code_closed": event(
        "After a restore from a backup an access code that had been replaced was closed.", "cause"
    ),
    "submission.contact_changed": event(
        "Where letters of a request go was changed, after it was shown who asks. The old address was told.",
        "fields channel letters",
    ),
    "passphrase.set": event("A caller set a passphrase for asking after the status by phone."),
    "passphrase.accepted": event("A caller gave the right passphrase."),
    "passphrase.refused": event("A caller gave a wrong passphrase.", "tries_left"),
    "request.filed": event(
        "The portal registered a privacy request and its days began to run.",
        "right scope kinds channel company capacity relationships regimes country state language look_back delivery "
        "submission reference received_on acknowledge_by respond_by required_tier appeal_of on_behalf gpc corrections "
        "timezone duties entered_late",
    ),
    # the way of a request
    "request.verifying": event("The portal began to check who is asking.", "required_tier methods"),
    "request.identity_shown": event("The check of who is asking succeeded for this request.", "reached required_tier"),
    "request.identity_not_shown": event("The check of who is asking did not succeed.", "reached required_tier ground"),
    "request.acknowledged": event(
        "The portal confirmed to the requester that the request has arrived.", "letter duty on_time by regimes"
    ),
    "request.started": event("Work on the request began.", "tasks systems"),
    "request.assigned": event("A person became responsible for the request.", "assignee previous automatic"),
    "request.unassigned": event("Nobody is responsible for the request any more.", "previous"),
    "request.note_added": event("An officer wrote a note that stays inside.", "note length"),
    "request.message_sent": event("An officer wrote to the requester.", "message length letter"),
    "request.message_received": event("The requester wrote to the portal.", "message length files channel"),
    "request.message_read": event("A message was opened.", "message"),
    "request.message_cancelled": event("A message was taken back before it left.", "message"),
    "request.question_asked": event(
        "An officer asked the requester for something the answer depends on.", "message letter pauses"
    ),
    "request.question_answered": event("The requester gave what had been asked for.", "message days"),
    "request.paused": event(
        "The clock of a regime that allows it stopped until the requester answers.", "regimes from"
    ),
    "request.resumed": event("A stopped clock ran on.", "regimes respond_by days"),
    "request.extended": event(
        "The day of the answer moved once, with a reason given to the requester.",
        "days regimes respond_by previous_respond_by letter length",
    ),
    "request.extension_notice_unsent": event(
        "The notice of an extension had not left yet, close to the day it had to. Our people were told.",
        "by days_left recipients",
    ),
    "request.extension_notice_missed": event(
        "The notice of an extension had not left on the day it had to: the extension may not hold.",
        "by days_left recipients",
    ),
    "request.extension_refused": event(
        "An extension was asked for that the law does not allow.", "regimes days governing"
    ),
    "request.date_met": event("A duty was done, in time or not.", "duty regimes by on_time"),
    "request.deadlines_recalculated": event(
        "The days of a request were worked out again.", "regimes respond_by acknowledge_by cause"
    ),
    "request.sent_for_review": event("An officer proposed an answer to a second person.", "outcome items grounds"),
    "request.returned": event("The second person sent a proposed answer back.", "length"),
    "request.systems_answered": event("All systems have answered what they were asked."),
    "request.carrying_out": event("The systems were told to carry out what was decided."),
    "note.written": event("A note was stored."),
    "message.stored": event("A message was stored.", "inbound length"),
    "request.answer_received": event("The requester answered a question.", "message length channel"),
    "request.approved": event("The second person agreed to a proposed answer.", "outcome proposed_by"),
    "request.decided": event("An answer to the request was decided.", "outcome grounds items on_time days respond_by"),
    "request.item_decided": event(
        "One kind of data in one system got its outcome.", "item category system outcome ground cite until"
    ),
    "request.completed": event(
        "The request was answered in full.", "right days on_time letter items grounds automatic"
    ),
    "request.partly_completed": event(
        "The request was answered in part, with the reasons.", "right days on_time letter items grounds"
    ),
    "request.denied": event(
        "The request was refused, with the reasons.", "right days on_time letter grounds automatic"
    ),
    "request.withdrawn": event("The requester took the request back.", "channel letter"),
    "request.closed": event("The request was closed because it was not a privacy request.", "channel"),
    "request.closure_sampled": event("A second person looked again at a closed request.", "outcome"),
    "request.reopened": event("Work on an answered or closed request began again.", "respond_by cause"),
    "request.right_changed": event(
        "The request now asks for another right, and kept its day of receipt.",
        "right previous scope previous_scope regimes respond_by kinds",
    ),
    "request.company_changed": event("The request now goes to another company of the group.", "company previous"),
    "request.details_changed": event(
        "Details of the request were put right, without the ledger saying what they are.", "fields"
    ),
    "request.received_at_changed": event(
        "The day of receipt was put right by staff.", "received_on previous respond_by"
    ),
    "request.denial_proposed": event(
        "The portal proposed to refuse because nobody has shown who is asking.", "ground respond_by"
    ),
    "request.narrowed": event(
        "The request for copies became one for categories, because too little was shown about who is asking.",
        "scope previous reached",
    ),
    "request.duplicate_linked": event("Two requests turned out to ask for the same.", "other respond_by"),
    "request.duplicate_unlinked": event("Two requests turned out not to ask for the same.", "other"),
    "request.breached": event(
        "A day set by law passed without the duty being done.", "duty regimes respond_by by owner days_late"
    ),
    "request.breach_explained": event("The cause of a missed day and its owner were written down.", "cause owner duty"),
    "request.reminder_sent": event("The portal reminded staff of a coming day.", "step duty by to days_left"),
    "request.escalated": event("The request was brought before the privacy lead.", "step to duty days_left"),
    "request.tagged": event("Tags of the request changed.", "tags"),
    "request.conflict_refused": event("A deed was refused because someone else had just changed the request.", "verb"),
    "request.delay_letter_sent": event("The requester was told that the answer is late.", "letter duty days_late"),
    # appeals
    "appeal.filed": event("The requester asked for another look at the answer.", "of right respond_by channel regimes"),
    "appeal.decided": event("Somebody else decided the appeal.", "of outcome letter days on_time"),
    "appeal.regulator_told": event("The requester was told which authority to turn to.", "authority letter"),
    # stopping marketing and sale
    "suppression.added": event("An opt-out took effect.", "kinds contacts channel company until"),
    "suppression.replayed": event(
        "An opt-out that a restored backup did not know took effect again.", "kinds company point"
    ),
    "suppression.lifted": event("A person asked to be contacted again.", "kinds channel company"),
    "suppression.exported": event("The company's systems fetched the list of opt-outs.", "count since"),
    "suppression.confirmed": event("A system confirmed that it obeys an opt-out.", "system kinds"),
    "gpc.received": event("A browser's privacy signal was taken as an opt-out.", "kinds known"),
    # reading and keeping
    "status.viewed": event("The requester looked at the status page.", "page"),
    "status.refused": event("Someone tried to open a status page with a wrong reference or code.", "tries_left locked"),
    "status.told_by_phone": event("A call-center agent read the status aloud.", "method"),
    "status.signed_out": event("The requester left the status page."),
    "link.made": event("A link to the request was made for a letter.", "purpose expires_on"),
    "link.used": event("Someone followed a link from a letter.", "purpose times"),
    "link.refused": event("Someone followed a link that does not work, or no longer.", "purpose"),
    "link.revoked": event("A link from a letter was made worthless.", "purpose"),
    "receipt.fetched": event("The requester took a receipt with its proof.", "entry tree_size"),
    "receipt.checked": event("Someone had a receipt checked.", "outcome"),
    "case.viewed": event("A member of staff opened a request.", "page"),
    "queue.searched": event("A member of staff searched the queue.", "fields results filters"),
    "data.revealed": event("A member of staff made masked personal data visible.", "fields category item"),
    "export.made": event("A list was taken out of the portal.", "kind rows filters columns"),
    "retention.purged": event("Personal data was erased because its time was up.", "kind rows rule age_days"),
    "retention.kept": event("Data due for erasure was kept because of a hold.", "kind rows ground"),
    "retention.reviewed": event("A person looked at what is due for erasure.", "rows outcome"),
    "bulk.done": event("One deed was done on many requests.", "verb selected done skipped"),
}

EVENTS |= {
    "message.read": event("A message was marked as read."),
    "attachment.stored": event(
        "A file came with a message, or went with one.", "message kind inbound channel media_type pages bytes"
    ),
    "attachment.checked": event("A file of a message was scanned and made ready.", "kind inbound scan pages"),
    "attachment.unfit": event("A file of a message could not be used.", "kind inbound scan cause"),
    "attachment.opened": event("A member of staff opened a file of a message.", "attachment kind pages"),
    "attachment.fetched": event("The requester fetched a file of a message.", "attachment kind"),
    "attachment.destroyed": event("A file of a message was destroyed.", "kind count age_days cause state"),
    "inquiry.replayed": event(
        "After a restore from a backup a report of a child's data was taken in once more.", "kind channel"
    ),
    "inquiry.received": event(
        "A person asked a question, complained, or reported a child's data.", "kind channel language answer_by"
    ),
    "inquiry.viewed": event("A member of staff read a question, complaint or report."),
    "inquiry.looked_at": event("Whoever sent a question or complaint looked at what became of it."),
    "inquiry.answered": event("A question, complaint or report was answered."),
    "inquiry.closed": event("A question, complaint or report was closed as spam or a test.", reasons="spam test"),
    "inquiry.reopened": event("A question, complaint or report that was closed waits for an answer again."),
}
