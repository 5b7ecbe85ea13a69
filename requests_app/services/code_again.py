"""After a restore from an older backup: an access code that was replaced since opens nothing any more."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from audit import ledger
from requests_app.models import Submission

HASH_BYTES = 32


@transaction.atomic
def close_code(*, submission_id: UUID, replaced_at: datetime, by: Principal, now: datetime) -> bool:
    """Close the code of a submission as of the instant it was replaced. False if a newer one holds already.

    No code fits until the person asks for a new one: the one that replaced it may be gone with the database.
    """
    submission = Submission.objects.select_for_update().filter(id=submission_id).first()
    if submission is None or (submission.code_since is not None and submission.code_since >= replaced_at):
        return False
    # A hash of nothing that was ever a code.
    submission.access_code_hash, submission.code_since = secrets.token_bytes(HASH_BYTES), replaced_at
    ledger.record(
        "submission.code_closed",
        actor=by.actor,
        subject=submission.next_subject(),
        at=now,
        request=submission_id,
        facts={"cause": "restored_backup"},
    )
    submission.save()
    return True
