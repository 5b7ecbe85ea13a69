"""Who of our own people a rung of the ladder reaches: the assignee, the leads, the administrators."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.roles import Role
from accounts.selectors import everybody
from requests_app.ladder import To

# Where nobody of ours can be reached, the address of the organisation itself hears of it.
OFFICE = UUID(int=0)
ROLES = {To.LEAD: Role.LEAD, To.ADMINISTRATOR: Role.ADMIN}


class Readers:
    """Everybody who works here, may enter, and has an address. Read once for a whole sweep: it is a short list."""

    def __init__(self, *, now: datetime) -> None:
        people = [user for user in everybody() if user.email and user.may_enter(now) and not _is_guest(user)]
        self.people = {user.id: user for user in people}
        self.holders = {to: [user for user in people if role in user.roles] for to, role in ROLES.items()}

    def of(self, to: Iterable[To], *, assignee: UUID | None, company: str) -> set[UUID]:
        """Whom to tell of a request. Without anybody to reach: the leads, and last the privacy office."""
        found: set[UUID] = set()
        for one in to:
            found |= self._assignee(assignee, company) if one is To.ASSIGNEE else self._holders(one, company)
        return found or self._holders(To.LEAD, company) or {OFFICE}

    def _assignee(self, assignee: UUID | None, company: str) -> set[UUID]:
        if assignee is None or assignee not in self.people:
            return self._holders(To.LEAD, company)
        return {assignee}

    def _holders(self, to: To, company: str) -> set[UUID]:
        """Who holds the role and sees this company's requests."""
        return {user.id for user in self.holders[to] if not user.companies or company in user.companies}


def _is_guest(user: User) -> bool:
    """Guests come to read, not to work."""
    return user.expires_at is not None
