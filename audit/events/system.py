"""The portal itself: files, jobs, rules, configuration and the ledger (`vault`, `jobs`, `audit`, the roof)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "file.stored": event("A file was stored encrypted.", "kind media_type bytes owner scan"),
    "file.refused": event("A file was turned away.", "kind cause media_type bytes"),
    "file.opened": event("A stored file was opened.", "kind purpose owner"),
    "file.shredded": event("A stored file and its key were destroyed.", "kind cause owner"),
    "key.rotated": event("Encryption moved on to a new key.", "key_id previous rows"),
    "job.failed": event("A piece of later work did not succeed and will be tried again.", "kind tries cause"),
    "job.dropped": event("A piece of later work was given up and a person shall look.", "kind tries cause"),
    "job.requeued": event("A person set a given-up piece of work going again.", "kind"),
    "job.discarded": event(
        "A person put a given-up piece of work aside for good, and said why.",
        "kind tries",
        reasons="done_by_hand not_needed replaced impossible",
    ),
    "job.late": event(
        "A piece of due work waited for more than a minute and nobody touched it.", "kind waited_seconds"
    ),
    "sweep.ran": event("A regular check for due work was made.", "name touched"),
    "rule.proposed": event("A change of a legal rule was proposed.", "regime fields version"),
    "rule.approved": event(
        "A change of a legal rule was approved by a second person.", "regime fields version proposed_by"
    ),
    "rule.rejected": event("A proposed change of a legal rule was turned down.", "regime version proposed_by"),
    "rule.published": event("A version of the legal rules took effect.", "regime version effective_on"),
    "holiday.changed": event("The calendar of days that do not count changed.", "calendar day deed"),
    "config.changed": event("A setting of the portal was changed.", "setting fields version"),
    "config.loaded": event("The portal started with another configuration.", "digest version"),
    "software.upgraded": event("Another version of the software runs.", "version previous migrations"),
    "backup.made": event("A backup was made.", "tree_size bytes digest keys"),
    "backup.restored": event(
        "The portal was restored from a backup, and what was stopped or erased later was stopped and erased again.",
        "tree_size digest erasures_replayed holds_replayed opt_outs_replayed access_ended",
    ),
    "ledger.searched": event("A member of staff searched the ledger.", "fields results"),
    "ledger.exported": event("An evidence bundle was made from the ledger.", "entries tree_size scope details"),
    "ledger.checked": event("The whole ledger was proved again.", "outcome entries tree_size checkpoints"),
    "ledger.epoch_opened": event("A new ledger began where the last one ended.", "origin previous_size previous_root"),
    "audit.detail_erased": event("A stored detail of an older entry was erased.", "entry index cause"),
    "metrics.viewed": event("A member of staff looked at the figures.", "year"),
    "metrics.reported": event("The yearly figures were computed from the ledger.", "year requests digest"),
    "demo.seeded": event("Synthetic data was written for a demonstration.", "requests seed"),
}
