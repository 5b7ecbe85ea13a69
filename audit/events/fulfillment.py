"""How data is found, erased and handed over (`fulfillment`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "task.opened": event("A steward was given work in one system.", "system deed due_by company instructions"),
    "task.started": event("A steward began the work in one system.", "system deed"),
    "task.completed": event("The work in one system was done.", "system deed result items count automatic told"),
    "task.not_applicable": event("One system turned out to hold nothing for this request.", "system deed"),
    "task.reopened": event("Work in one system was asked for again.", "system deed due_by"),
    "task.cancelled": event("Work in one system was no longer needed.", "system deed"),
    "task.reminded": event("A steward was reminded of open work.", "system deed days_left"),
    "task.failed": event("A connector could not do its work in one system.", "system deed cause tries"),
    "item.found": event("One kind of data was found in one system.", "item category system count"),
    "item.outcome_set": event(
        "The outcome for one kind of data was proposed.", "item category system outcome ground cite until"
    ),
    "item.redacted": event("Parts of the data that belong to others were blacked out.", "item category fields count"),
    "item.erased": event("One kind of data was erased in one system.", "item category system count"),
    "item.content_shredded": event("The portal's own copy of found data was destroyed.", "item category system"),
    "package.requested": event("The answer's package was ordered.", "scope language"),
    "package.built": event("The answer's package was put together.", "package items files bytes parts manifest"),
    "package.failed": event("The answer's package could not be put together.", "package cause"),
    "package.approved": event("A second person agreed to the package.", "package proposed_by"),
    "package.released": event(
        "The package was made ready for the requester.", "package expires_on letter delivery approved_by"
    ),
    "package.code_sent": event("A one-time code for the package was sent.", "package channel letter"),
    "package.opened": event("The requester opened the page of the package.", "package"),
    "package.downloaded": event("The requester downloaded the package.", "package part bytes times"),
    "package.password_shown": event("The requester looked at the password of the locked file.", "package"),
    "package.download_refused": event("A download was refused.", "package outcome tries_left"),
    "package.revoked": event("A package was taken back.", "package"),
    "package.expired": event("The time to download the package ran out.", "package times"),
    "package.shredded": event("The portal's copy of the package was destroyed.", "package"),
    "package.posted": event("The package was sent on paper.", "package letter tracked"),
    "system.added": event("A system that holds data entered the data map.", "system connector companies"),
    "system.changed": event("The data map's entry of a system changed.", "system fields"),
    "system.retired": event("A system left the data map.", "system"),
}
