"""What deletions left standing, and until when. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fulfillment import taxonomy
from requests_app.models import KeptData, KeptState, PrivacyRequest, RestrictionLift

Place = tuple[str, str]


@dataclass(frozen=True)
class KeptView:
    """One kind of data in one system. `on_hold`: it stays until a legal hold ends, not until a day."""

    category: str
    system: str
    ground: str
    until: date | None
    on_hold: bool
    state: str
    due_by: date | None
    ended_at: datetime | None


def kept_of(request: PrivacyRequest) -> list[KeptView]:
    """Everything that a deletion keeps and will erase by itself, what ends first on top."""
    rows = KeptData.objects.filter(request=request).exclude(state=KeptState.DROPPED)
    return [
        KeptView(
            category=taxonomy.category_label(row.category),
            system=taxonomy.system_label(row.system),
            ground=row.ground,
            until=row.until,
            on_hold=row.on_hold,
            state=row.state,
            due_by=row.due_by,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("until", "system", "category")
    ]


def erased_since(request_id: UUID) -> dict[Place, datetime]:
    """What the decision kept and the systems have erased meanwhile, by (category, system)."""
    rows = KeptData.objects.filter(request=request_id, state=KeptState.ERASED)
    return {(row.category, row.system): row.ended_at for row in rows if row.ended_at}


def lift_of(request: PrivacyRequest) -> RestrictionLift | None:
    """The announced or done end of a restriction; None where none is, or it was called off."""
    return RestrictionLift.objects.filter(request=request, called_off_at=None).first()
