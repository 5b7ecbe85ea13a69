"""The portal itself: files, jobs, rules, configuration and the ledger (`vault`, `jobs`, `audit`, the roof)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "file.stored": event("A file was stored encrypted.", "kind media_type bytes owner scan"),
    "file.refused": event("A file was turned away.", "kind cause media_type bytes"),
    "file.opened": event("A stored file was opened.", "kind purpose owner"),
    "file.shredded": event("A stored file and its key were destroyed.", "kind cause owner"),
    "data_key.made": event("A key was made for the words about one request."),
    "data_key.destroyed": event("The key of the words about one request was destroyed.", "cause"),
    "data_key.rewrapped": event("The key of the words about one request is kept under a newer key.", "key_id"),
    "row.resealed": event("A row was encrypted anew under the current key.", "key_id"),
    "key.rotated": event("The portal moved on to a new key.", "key_id previous rows", reasons="log field document"),
    "key.retired": event("An old key was taken out of use.", "key_id", reasons="log field document"),
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
    "job.alarmed": event("Administrators were told that work waits, was given up, or is not kept.", "cause recipients"),
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
    "backup.made": event("A backup was made.", "tree_size megabytes digest keys"),
    "backup.restored": event(
        "The portal was restored from a backup, and what was stopped or erased later was stopped and erased again.",
        "tree_size digest erasures_replayed opt_outs_replayed holds_replayed access_ended",
    ),
    "ledger.searched": event("A member of staff searched the ledger.", "fields results"),
    "ledger.entry_viewed": event("A member of staff opened one entry and its proof.", "entry tree_size"),
    "ledger.compared": event("A signed note kept outside was held against the ledger.", "outcome sizes"),
    "ledger.exported": event("An evidence bundle was made from the ledger.", "entries tree_size scope details"),
    "ledger.checked": event("The whole ledger was proved again.", "outcome entries tree_size checkpoints"),
    "ledger.checkpoint_mailed": event(
        "The newest signed checkpoint was mailed to whoever keeps a copy outside.", "tree_size recipients"
    ),
    "ledger.alarmed": event("Staff were told that something is wrong with the ledger.", "cause recipients"),
    "ledger.epoch_opened": event(
        "A new ledger began where the last one ended.",
        "epoch previous_size previous_root published_size published_root",
    ),
    "audit.detail_erased": event("A stored detail of an older entry was erased.", "entry index cause"),
    "evidence.pack_asked": event(
        "A member of staff asked for an evidence pack.", "pack scope since until requests sample letters"
    ),
    "evidence.pack_made": event("An evidence pack was made.", "pack scope files bytes requests entries digest"),
    "evidence.pack_fetched": event("A member of staff took an evidence pack out of the portal.", "pack digest"),
    "evidence.pack_dropped": event("An evidence pack was destroyed because its time was up.", "pack"),
    "texts.recorded": event(
        "The portal found changed wording of forms, letters or rules and kept it.", "changed files digest"
    ),
    "access.reported": event("The portal looked for unusual access in a week.", "week findings people"),
    "access.report_viewed": event("A member of staff looked at the report of unusual access.", "week findings"),
    "access.accounts_reviewed": event("A member of staff reviewed who has an account.", "accounts untrained"),
    "calls.imported": event(
        "A list of calls from the telephone system was read in.", "list rows new known unknown_agents since until"
    ),
    "calls.reconciled": event(
        "The list of calls was held against the ledger.", "since until matched without_entry without_call short"
    ),
    "metrics.viewed": event("A member of staff looked at the figures.", "year"),
    "metrics.reported": event("The yearly figures were computed from the ledger.", "year requests digest"),
    "demo.seeded": event("Synthetic data was written for a demonstration.", "requests seed"),
}
