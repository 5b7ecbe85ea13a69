"""Working on a request. Each deed answers the request with its new revision."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.response import Response

from accounts import selectors as people
from accounts.access import Access, declare_access
from accounts.roles import Permission
from accounts.scopes import Scope
from dsar_portal.api import access
from dsar_portal.api.serializers import deeds
from dsar_portal.api.serializers.requests import RequestOut
from dsar_portal.api.serializers.strict import Strict, read
from dsar_portal.api.views.room import IF_MATCH, REPEATABLE, Room, described
from requests_app.input_fields import FieldError, Invalid
from requests_app.services import appeals, attachments, evidence, extension, papers, review, work

WORK, DECIDE = Access.API(Scope.REQUESTS_WORK), Access.API(Scope.REQUESTS_DECIDE)
# What a person may do through the program that filed for them; the core decides whether this key did.
FOR_THE_PERSON = Access.API(Scope.REQUESTS_WORK, Scope.REQUESTS_CREATE)


class Deed(Room):
    """One verb of the core on the request that the address names."""

    takes: ClassVar[type[Strict]] = deeds.Nothing
    success = 200

    def _answer(self, reference: str, value: Any) -> Response:
        request_id = access.wanted(self.request, reference)
        new = self.deed(request_id=request_id, given=read(self.takes, value), rev=self.known_rev(request_id))
        return self.case(new or reference, self.success)

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> str | None:
        """Do it. Gives the reference of another request where the deed made one."""
        raise NotImplementedError

    def who(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}


def deed(summary: str, allowed: Access, *, status: int = 200) -> Any:
    """Declare who may do it, and describe it."""

    def mark(view: type[Deed]) -> type[Deed]:
        parameters = [REPEATABLE, IF_MATCH]
        describe = described(summary, RequestOut, takes=view.takes, status=status, parameters=parameters)
        view.post = describe(_own_post(view))  # type: ignore[attr-defined]  # APIView knows its methods by name alone
        view.success = status
        return declare_access(allowed)(view)

    return mark


def _own_post(view: type[Deed]) -> Any:
    """A function of its own for each view: the description is attached to it."""

    def post(self: Deed, request: Any, reference: str) -> Response:
        return self.once(lambda value: self._answer(reference, value))

    post.__qualname__ = f"{view.__name__}.post"
    return post


@deed("Extend the day of the answer", WORK)
class Extend(Deed):
    takes = deeds.ExtendIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        extension.extend(request_id=request_id, rev=rev, **given, **self.who())


@deed("Make a person responsible", WORK)
class Assign(Deed):
    takes = deeds.AssignIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        work.assign(request_id=request_id, assignee=_colleague(given["assignee"], self.now), rev=rev, **self.who())


@deed("Write a note for colleagues", WORK, status=201)
class Notes(Deed):
    takes = deeds.NoteIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        work.add_note(request_id=request_id, rev=rev, **given, **self.who())


@deed("Write to the person, or hand in what they wrote", FOR_THE_PERSON, status=201)
class Messages(Deed):
    takes = deeds.MessageIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        words = {"body": given["body"], "upload": given["attachment"], "channel": "api", "rev": rev}
        if given["direction"] == "in":
            attachments.receive(request_id=request_id, kind=given["kind"], **words, **self.who())
        else:
            attachments.write(request_id=request_id, question=given["question"], **words, **self.who())


@deed("Record proof of identity that was seen or heard; the rules weigh it", WORK)
class Verification(Deed):
    takes = deeds.VerificationIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        evidence.record(request_id=request_id, rev=rev, **given, **self.who())


@deed("Hand in an upload as proof: a signed permission, a power of attorney, a court paper", FOR_THE_PERSON)
class Papers(Deed):
    takes = deeds.PaperIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        papers.take_upload(request_id=request_id, rev=rev, **given, **self.who())


@deed("Propose an answer to a second person", WORK)
class Review(Deed):
    takes = deeds.DecisionIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        review.propose(request_id=request_id, decision=deeds.decision(given), rev=rev, **self.who())


@deed("Send a proposed answer back to work", DECIDE)
class Return(Deed):
    takes = deeds.ReturnIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        review.send_back(request_id=request_id, reason=given["reason"], rev=rev, **self.who())


@deed("Agree to a proposed answer", DECIDE)
class Approve(Deed):
    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        review.approve(request_id=request_id, rev=rev, **self.who())


@deed("Decide", DECIDE)
class Decide(Deed):
    takes = deeds.DecisionIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        review.decide(request_id=request_id, decision=deeds.decision(given), rev=rev, **self.who())


@deed("Take the request back for the person", FOR_THE_PERSON)
class Withdraw(Deed):
    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        work.withdraw(request_id=request_id, channel="api", rev=rev, **self.who())


@deed("File an appeal against the answer; gives the appeal", FOR_THE_PERSON, status=201)
class Appeal(Deed):
    takes = deeds.AppealIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> str:
        row, _receipt = appeals.appeal(
            request_id=request_id, explanation=given["explanation"], channel="api", rev=rev, **self.who()
        )
        return row.reference


@deed("Close what is no request of a right", WORK)
class Close(Deed):
    takes = deeds.CloseIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        work.close(request_id=request_id, reason=given["reason"], rev=rev, **self.who())


def _colleague(named: str | None, now: datetime) -> UUID | None:
    """A member of staff who works on requests, by user name or id."""
    if not named:
        return None
    able = {str(key): key for key, _name in people.colleagues(Permission.REQUEST_WORK, now=now)}
    found = able.get(str(people.id_of(named))) or able.get(named.lower())
    if found is None:
        raise Invalid([FieldError("#/assignee", "Give the user name or id of somebody who works on requests.")])
    return found
