"""What fulfillment knows of a request: its tasks, what was found, its package. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fulfillment import taxonomy
from fulfillment.models import CANCELLED, DataSystem, Deed, Item, Package, PackageStatus, Task, TaskStatus
from outbound import register


@dataclass(frozen=True)
class TaskView:
    """One deed in one system."""

    id: UUID
    rev: int
    subject_ref: UUID
    system: str
    system_label: str
    deed: str
    deed_label: str
    status: str
    status_label: str
    automatic: bool
    instructions: str
    company: str
    details: Mapping[str, Any]
    note: str
    result: str
    told: tuple[str, ...]
    may_be_told: tuple[str, ...]
    due_by: date | None
    categories: tuple[str, ...]
    opened_at: datetime
    completed_at: datetime | None
    completed_by: str

    @property
    def looked(self) -> bool:
        """Whether the system has answered, also where it holds nothing; not where the work was called off."""
        return self.status != TaskStatus.OPEN and self.result != CANCELLED


@dataclass(frozen=True)
class ItemView:
    """One thing found. `content` is in clear: show it only to who may see the case."""

    id: UUID
    system: str
    system_label: str
    category: str
    category_label: str
    title: str
    content: Any
    source: str
    collected_on: date | None
    outcome: str
    ground: str
    cite: str
    until: date | None


@dataclass(frozen=True)
class PackageView:
    """What can be downloaded: `sizes` in bytes by part."""

    id: UUID
    status: str
    status_label: str
    language: str
    sizes: Mapping[str, int]
    built_at: datetime | None
    expires_at: datetime | None
    opened_count: int
    # Whether it was made as a locked file as well, for e-mail.
    has_locked_file: bool


@dataclass(frozen=True)
class SystemView:
    """One entry of the data map."""

    slug: str
    label: str
    companies: tuple[str, ...]
    categories: tuple[str, ...]
    stewards: tuple[str, ...]
    handling: str


def tasks_for(request_id: UUID) -> list[TaskView]:
    """All tasks of a request, in the order of the data map."""
    rows = Task.objects.filter(subject_ref=request_id).select_related("system")
    return [_task(row) for row in rows.order_by("system__position", "opened_at", "id")]


def has_open_tasks(request_id: UUID) -> bool:
    """Whether some system has not answered yet."""
    return Task.objects.filter(subject_ref=request_id, status=TaskStatus.OPEN).exists()


def tasks_of_steward(username: str, *, done: bool = False) -> list[TaskView]:
    """The tasks in this steward's systems: the open ones oldest first, or the latest hundred that are done."""
    mine = Task.objects.filter(system__stewards__contains=[username]).select_related("system")
    if done:
        return [_task(row) for row in mine.exclude(status=TaskStatus.OPEN).order_by("-completed_at")[:100]]
    return [_task(row) for row in mine.filter(status=TaskStatus.OPEN).order_by("opened_at", "id")]


def task_of_steward(task_id: UUID, username: str) -> TaskView | None:
    """One task if it lies in this steward's systems."""
    mine = Task.objects.filter(id=task_id, system__stewards__contains=[username]).select_related("system")
    return next((_task(row) for row in mine), None)


def person_on_file(task: TaskView) -> Mapping[str, str]:
    """By what a steward finds the person in their system: the facts on file of a matched person, else nothing."""
    if task.details.get("child"):
        return {"reported_as": "a child", **{str(name): str(value) for name, value in task.details["child"].items()}}
    key = str(task.details.get("person_key") or "")
    person = register.person(key) if key else None
    if person is None:
        # Matched in another directory: its key is how the company's own systems name the person.
        return {"key_in_the_directory": key} if key else {}
    numbers = ("policy_number", "claim_number", "care_plan_number", "customer_number", "employee_number")
    facts = {"name": f"{person.given_name} {person.family_name}", "email": person.email}
    return {name: value for name, value in {**facts, **{n: str(getattr(person, n)) for n in numbers}}.items() if value}


def items_for(request_id: UUID) -> list[ItemView]:
    """All that was found for a request, in the order of the data map."""
    rows = Item.objects.filter(subject_ref=request_id).select_related("system")
    return [_item(row) for row in rows.order_by("system__position", "category", "id")]


def package_for(request_id: UUID) -> PackageView | None:
    """The package that can be downloaded now; None before its release and after its time."""
    row = Package.objects.filter(subject_ref=request_id, status=PackageStatus.RELEASED).first()
    return _package(row) if row else None


def with_open_package() -> QuerySet[Package, UUID]:
    """The requests whose package is being built or may still be opened. Lazy, to be asked within another query."""
    alive = (PackageStatus.BUILDING, PackageStatus.BUILT, PackageStatus.RELEASED)
    return Package.objects.filter(status__in=alive).values_list("subject_ref", flat=True)


def kept_until_a_day() -> QuerySet[Item, UUID]:
    """The requests of which something is kept until a day. Lazy, to be asked within another query."""
    return Item.objects.filter(outcome="kept", until__isnull=False).values_list("subject_ref", flat=True)


def printable_file(request_id: UUID) -> UUID | None:
    """The vault's id of the PDF of the released package, for the envelope; None where there is none."""
    row = Package.objects.filter(subject_ref=request_id, status=PackageStatus.RELEASED).first()
    return UUID(row.files["pdf"]) if row and "pdf" in row.files else None


def locked_file(request_id: UUID, *, most_bytes: int) -> UUID | None:
    """The vault's id of the locked file of the released package; None where there is none, or it is larger."""
    row = Package.objects.filter(subject_ref=request_id, status=PackageStatus.RELEASED).first()
    if row is None or "locked" not in row.files or row.sizes["locked"] > most_bytes:
        return None
    return UUID(row.files["locked"])


def latest_package(request_id: UUID) -> PackageView | None:
    """The latest package, whatever its status."""
    row = Package.objects.filter(subject_ref=request_id).order_by("-requested_at", "-id").first()
    return _package(row) if row else None


def packages_made(request_id: UUID) -> int:
    """How many packages were ordered for a request, whatever became of them."""
    return Package.objects.filter(subject_ref=request_id).count()


def marketing_systems() -> list[str]:
    """The systems that hold web and marketing data, in the order of the data map."""
    return list(DataSystem.objects.filter(marketing=True).values_list("slug", flat=True))


def systems() -> list[SystemView]:
    """The data map."""
    return [
        SystemView(
            row.slug,
            taxonomy.system_label(row.slug),
            tuple(row.companies),
            tuple(row.categories),
            tuple(row.stewards),
            row.handling,
        )
        for row in DataSystem.objects.all()
    ]


def _task(row: Task) -> TaskView:
    return TaskView(
        id=row.id,
        rev=row.rev,
        subject_ref=row.subject_ref,
        system=row.system_id,
        system_label=taxonomy.system_label(row.system_id),
        deed=row.deed,
        deed_label=str(Deed(row.deed).label),
        status=row.status,
        status_label=str(TaskStatus(row.status).label),
        automatic=row.result == "automatic",
        instructions=row.instructions,
        company=str(row.details.get("company") or ""),
        details=row.details,
        note=row.note,
        result=row.result,
        told=tuple(row.told),
        may_be_told=tuple(row.may_be_told),
        due_by=row.due_by,
        categories=tuple(taxonomy.category_label(slug) for slug in row.details.get("categories", ())),
        opened_at=row.opened_at,
        completed_at=row.completed_at,
        completed_by=row.completed_by,
    )


def _item(row: Item) -> ItemView:
    return ItemView(
        id=row.id,
        system=row.system_id,
        system_label=taxonomy.system_label(row.system_id),
        category=row.category,
        category_label=taxonomy.category_label(row.category),
        title=row.title,
        content=row.content,
        source=row.source,
        collected_on=row.collected_on,
        outcome=row.outcome,
        ground=row.ground,
        cite=row.cite,
        until=row.until,
    )


def _package(row: Package) -> PackageView:
    return PackageView(
        id=row.id,
        status=row.status,
        status_label=str(PackageStatus(row.status).label),
        language=row.language,
        sizes={part: size for part, size in row.sizes.items() if part != "locked"},
        has_locked_file="locked" in row.files,
        built_at=row.built_at,
        expires_at=row.expires_at,
        opened_count=row.opened_count,
    )
