"""A worker makes a pack, says how far it is, and puts it into the vault; old packs are destroyed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.selectors import user_of
from requests_app.models import EvidencePack, PackState
from requests_app.services.packs.asking import counts_of, note
from requests_app.services.packs.contents import Made, Order, build
from vault import services as vault

KEPT = timedelta(days=30)
PORTAL = Principal.system("evidence")


def make(*, pack_id: UUID, now: datetime) -> None:
    """Make a pack that waits. A second time, and for a pack that was dropped, it does nothing."""
    pack = EvidencePack.objects.filter(id=pack_id).first()
    if pack is None or not pack.is_running:
        return
    EvidencePack.objects.filter(id=pack_id).update(state=PackState.MAKING, done=0)

    def tell(done: int, total: int) -> None:
        EvidencePack.objects.filter(id=pack_id).update(done=done, total=total)

    _keep(pack, build(_order(pack), now=now, progress=tell), now=now)


@transaction.atomic
def _keep(pack: EvidencePack, made: Made, *, now: datetime) -> None:
    locked = EvidencePack.objects.select_for_update().get(id=pack.id)
    if not locked.is_running:
        return
    name = f"evidence-{pack.since}-{pack.until}.zip"
    locked.file = vault.put(
        owner=pack.id, kind="evidence", name=name, media_type="application/zip", content=made.content,
        by=PORTAL.actor, now=now,
    )  # fmt: skip
    locked.state, locked.finished_at = PackState.READY, now
    locked.sha256, locked.size = made.sha256, len(made.content)
    locked.done = locked.total = len(pack.requests) + 3
    locked.save()
    note("evidence.pack_made", pack.id, PORTAL, now, {"scope": "period", **counts_of(made, len(pack.requests))})


def drop_old(*, now: datetime) -> int:
    """Destroy packs whose time is up; gives how many. What was in them stays provable from the ledger."""
    old = EvidencePack.objects.filter(state=PackState.READY, finished_at__lt=now - KEPT).values_list("id", flat=True)
    for pack_id in list(old):
        _drop(pack_id, now=now)
    return len(old)


@transaction.atomic
def _drop(pack_id: UUID, *, now: datetime) -> None:
    pack = EvidencePack.objects.select_for_update().get(id=pack_id)
    if pack.state != PackState.READY:
        return
    vault.shred_owned(owner=pack.id, by=PORTAL.actor, now=now, cause="time_up")
    EvidencePack.objects.filter(id=pack_id).update(state=PackState.GONE, file=None)
    note("evidence.pack_dropped", pack_id, PORTAL, now, {})


def _reader(pack: EvidencePack) -> Principal:
    """Whoever asked for the pack, with the sight they have by now."""
    user = user_of(pack.asked_by)
    if user is None:
        raise LookupError("nobody is known who asked for this pack")
    return Principal.staff(user)


def _order(pack: EvidencePack) -> Order:
    where = f", company {pack.company}" if pack.company else ""
    return Order(
        title=f"Requests received from {pack.since} to {pack.until}{where}",
        requests=tuple(pack.requests),
        since=pack.since,
        until=pack.until,
        by=_reader(pack),
        whole_house=pack.whole_house,
        sample=pack.sample,
        seed=pack.seed,
    )
