"""After a restore from an older backup: what was erased since then is erased again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit import ledger
from audit.actors import Actor
from fulfillment.models import Item


@transaction.atomic
def erase_item(*, item_id: UUID, by: Actor, now: datetime) -> bool:
    """Forget what an item says. False if there is no such item, or nothing left in it."""
    item = Item.objects.select_for_update().filter(id=item_id).first()
    if item is None or not (item.content or item.title):
        return False
    item.content, item.title = {}, ""
    facts = {"item": str(item.id), "category": item.category, "system": item.system_id}
    ledger.record("item.erased", actor=by, subject=item.next_subject(), at=now, request=item.subject_ref, facts=facts)
    item.save()
    return True
