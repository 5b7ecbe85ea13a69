"""What may not be erased, until when, and that it is erased then (`requests_app`). A case number is never a fact."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "request.hold_placed": event("A legal hold stopped erasure.", "hold until systems may_tell"),
    "request.hold_renewed": event("A legal hold was renewed.", "until renewals"),
    "request.hold_release_asked": event("An officer asked a second person to end a legal hold.", "length"),
    "request.hold_kept": event("A second person looked at a legal hold and let it stand.", "length asked_by"),
    "request.hold_released": event("Two persons ended a legal hold.", "hold asked_by"),
    "request.hold_lapsed": event("The last day of a legal hold passed.", "hold until"),
    "request.hold_person_known": event("Whom a legal hold is about was found in the directory.", "hold"),
    "request.hold_replayed": event(
        "After a restore a legal hold took effect again, or ended again.", "hold until ended"
    ),
    "request.erasing_stopped": event("The systems were told to erase nothing, because of a legal hold.", "hold tasks"),
    "kept.noted": event(
        "Data that a deletion has to leave got its end: a day, or that of a legal hold.",
        "category system ground until on_hold",
    ),
    "request.ground_lapsed": event(
        "The reason for keeping some data ran out, and its system was told to erase it.",
        "category system ground until by",
    ),
    "kept.held_back": event("Kept data was about to be erased, and a legal hold stopped it.", "category system hold"),
    "kept.carried": event(
        "A request was erased, but for what it takes to erase kept data in time and to tell the person.",
        "category system ground until",
    ),
    "kept.erased": event("Data that had been kept for a time was erased.", "category system result days_late"),
    "kept.erased_again": event("After a restore from a backup kept data counts as erased again.", "category system"),
    "kept.dropped": event("Kept data is no longer waited for.", "category system cause"),
    "restriction.lift_announced": event("The person was told before a restriction ends.", "lift_on letter"),
    "restriction.lift_called_off": event("A restriction stays after all.", "lift_on"),
    "restriction.lifted": event("A restriction ended: the systems may use the data again.", "lift_on tasks"),
    "restriction.lift_done": event("All systems use the data again.", "lift_on"),
}
