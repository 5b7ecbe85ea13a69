"""The package: ordered, built in the worker, released for thirty days, downloaded, and destroyed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from audit import ledger
from audit.actors import Actor
from audit.ids import new_id
from audit.ledger import FactValue
from fulfillment.models import Item, Package, PackageStatus
from fulfillment.package.build import parts
from fulfillment.package.content import assemble
from fulfillment.package.locked import new_password
from fulfillment.signals import package_built
from jobs.services import enqueue
from vault import services as vault
from vault.services import OpenedFile as OpenedPackage

OPEN_DAYS = 30
ALIVE = (PackageStatus.BUILDING, PackageStatus.BUILT, PackageStatus.RELEASED)

__all__ = [
    "NoPackage",
    "OpenedPackage",
    "build_package",
    "expire_packages",
    "open_package",
    "release_package",
    "revoke_package",
    "show_password",
]


class NoPackage(LookupError):
    """There is no package in the state that this needs: not built, expired, or without this part."""


@transaction.atomic
def build_package(*, request_id: UUID, facts: Mapping[str, Any], by: Actor, now: datetime) -> UUID:
    """Order the package; a worker puts it together and `package_built` tells when. A former one is taken back.

    `facts` are what the package says of its request: reference, scope, language, name, received_on, period_from,
    period_to, company. They are kept encrypted. With `locked` it is made as a locked file as well.
    """
    revoke_package(request_id=request_id, by=by, now=now)
    package = Package(
        id=new_id(),
        subject_ref=request_id,
        language=str(facts.get("language") or "en"),
        facts=dict(facts),
        requested_at=now,
    )
    said = {"scope": str(facts.get("scope") or ""), "language": package.language}
    _save(package, "package.requested", said, by=by, now=now)
    enqueue("fulfillment.build_package", args={"package_id": str(package.id)}, now=now)
    return package.id


@transaction.atomic
def put_together(*, package_id: UUID, now: datetime) -> None:
    """Build all parts and put them into the vault. Workers only; a second run does nothing."""
    package = Package.objects.select_for_update().filter(id=package_id, status=PackageStatus.BUILDING).first()
    if package is None:
        return
    by = Actor.system("fulfillment.build_package")
    if package.facts.get("locked"):
        package.facts = {**package.facts, "password": new_password()}
    items = list(Item.objects.filter(subject_ref=package.subject_ref).order_by("system__position", "category", "id"))
    content = assemble(items=items, facts=package.facts)
    built = parts(content, language=package.language, now=now)
    for one in built:
        package.files[one.part] = str(
            vault.put(
                owner=package.subject_ref,
                kind=f"package_{one.part}",
                name=one.name,
                media_type=one.media_type,
                content=one.content,
                by=by,
                now=now,
            )
        )
        package.sizes[one.part] = len(one.content)
    package.status, package.built_at = PackageStatus.BUILT, now
    facts: dict[str, FactValue] = {"items": len(content.given), "files": len(built), "parts": sorted(package.files)}
    _save(package, "package.built", {**facts, "bytes": sum(package.sizes.values())}, by=by, now=now)
    package_built.send(sender=Package, subject_ref=package.subject_ref, by=by, now=now)


@transaction.atomic
def release_package(*, request_id: UUID, by: Actor, now: datetime, days: int = OPEN_DAYS) -> datetime:
    """Make the built package available. Gives the instant at which it expires. Raises NoPackage."""
    package = _locked(request_id, PackageStatus.BUILT)
    package.status, package.expires_at = PackageStatus.RELEASED, now + timedelta(days=min(days, OPEN_DAYS))
    _save(package, "package.released", {"expires_on": package.expires_at.date().isoformat()}, by=by, now=now)
    return package.expires_at


@transaction.atomic
def open_package(*, request_id: UUID, part: str, by: Actor, now: datetime) -> OpenedPackage:
    """Hand out one part: html, pdf, json or csv. As often as wished until it expires. Raises NoPackage."""
    package = _locked(request_id, PackageStatus.RELEASED)
    if part not in package.files or package.expires_at is None or package.expires_at <= now:
        raise NoPackage
    file = vault.read(file_id=UUID(package.files[part]), by=by, now=now, purpose="download")
    package.opened_count += 1
    facts: dict[str, FactValue] = {"part": part, "bytes": len(file.content), "times": package.opened_count}
    _save(package, "package.downloaded", facts, by=by, now=now)
    return file


@transaction.atomic
def show_password(*, request_id: UUID, by: Actor, now: datetime) -> str:
    """The password of the locked file; each look is recorded. Raises NoPackage without one, or when its time is up."""
    package = _locked(request_id, PackageStatus.RELEASED)
    password = str(package.facts.get("password") or "")
    if not password or package.expires_at is None or package.expires_at <= now:
        raise NoPackage
    _save(package, "package.password_shown", {}, by=by, now=now)
    return password


@transaction.atomic
def revoke_package(*, request_id: UUID, by: Actor, now: datetime) -> bool:
    """Take back whatever package there is, and destroy its files. False if there is none."""
    package = Package.objects.select_for_update().filter(subject_ref=request_id, status__in=ALIVE).first()
    if package is None:
        return False
    package.status = PackageStatus.REVOKED
    _destroy(package, "package.revoked", {}, by=by, now=now)
    return True


def expire_packages(*, now: datetime, limit: int = 200) -> int:
    """Close what is past its last moment and destroy its files. Gives how many there were."""
    over = Package.objects.filter(status=PackageStatus.RELEASED, expires_at__lte=now).order_by("expires_at")
    return sum(_expire(package_id, now=now) for package_id in over.values_list("id", flat=True)[:limit])


@transaction.atomic
def _expire(package_id: UUID, *, now: datetime) -> int:
    rows: QuerySet[Package] = Package.objects.select_for_update(skip_locked=True)
    package = rows.filter(id=package_id, status=PackageStatus.RELEASED, expires_at__lte=now).first()
    if package is None:
        return 0
    package.status = PackageStatus.EXPIRED
    by = Actor.system("sweep.packages")
    _destroy(package, "package.expired", {"times": package.opened_count}, by=by, now=now)
    return 1


def _destroy(package: Package, event: str, facts: Mapping[str, FactValue], *, by: Actor, now: datetime) -> None:
    for file_id in package.files.values():
        vault.shred(file_id=UUID(file_id), by=by, now=now, cause="package_closed")
    package.files, package.facts = {}, {}
    _save(package, event, facts, by=by, now=now)


def _locked(request_id: UUID, status: PackageStatus) -> Package:
    package = Package.objects.select_for_update().filter(subject_ref=request_id, status=status).first()
    if package is None:
        raise NoPackage
    return package


def _save(package: Package, event: str, facts: Mapping[str, FactValue], *, by: Actor, now: datetime) -> None:
    subject = package.next_subject()
    known = dict(facts) if event == "package.requested" else {**facts, "package": str(package.id)}
    ledger.record(event, actor=by, subject=subject, at=now, request=package.subject_ref, facts=known)
    package.save()
