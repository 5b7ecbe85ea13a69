"""The shape of a row whose every change must be in the ledger."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from audit import together
from audit.actors import Subject
from audit.ids import new_id


class AuditedRow(models.Model):
    """A row with an opaque id and a gapless revision number.

    A verb calls `next_subject()` once, records the entry under it, and saves the row in the same transaction;
    a trigger on the table refuses to commit one without the other.
    """

    ledger_type: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rev = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row. A new one waits inside `together.gathering()`, and so do its changes until it is written."""
        if not (self._state.adding and together.hold(self)):
            super().save(*args, **kwargs)

    def next_subject(self) -> Subject:
        """Count up the revision and return it as the subject of the entry to record. The caller saves the row."""
        self.rev += 1
        return Subject(self.ledger_type, self.id, self.rev)
