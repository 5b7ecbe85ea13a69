"""Going to the person on file: a code by post and a call, asked for through the program that filed for them."""

from typing import Any
from uuid import UUID

from rest_framework.response import Response

from dsar_portal.api import access
from dsar_portal.api.errors import of_kind
from dsar_portal.api.serializers import outreach as bodies
from dsar_portal.api.serializers.strict import read
from dsar_portal.api.views.deeds import FOR_THE_PERSON, Deed, deed
from requests_app.services import calling_back
from requests_app.services.work import NotPossible
from verification import services as verification

CHANNEL = "api"
SAID = {
    verification.CodeResult.EXPIRED: "This code does not work any more. Ask for a new letter.",
    verification.CodeResult.LOCKED: "Too many wrong tries with this code. Ask for a new letter.",
}


@deed("Ask for a code by post to the address on file; the answer is the same for everybody", FOR_THE_PERSON, status=202)
class AskForLetter(Deed):
    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        try:
            calling_back.ask_for_letter(request_id=request_id, channel=CHANNEL, **self.who())
        except verification.Locked as wait:
            day = wait.until.date().isoformat()
            raise NotPossible(f"A letter was asked for a few days ago. Ask again on {day} or later.") from wait


@deed("Enter the code from the letter", FOR_THE_PERSON)
class LetterCode(Deed):
    takes = bodies.LetterCodeIn

    def _answer(self, reference: str, value: Any) -> Response:
        # A refusal is an answer and no exception: with an Idempotency-Key that would take the counted try back.
        request_id, given = access.wanted(self.request, reference), read(self.takes, value)
        outcome = calling_back.try_letter_code(request_id=request_id, code=given["code"], **self.who())
        if outcome.accepted:
            return self.case(reference, self.success)
        said = SAID.get(outcome.result, f"This code is not right. Tries left: {outcome.tries_left}.")
        return of_kind("invalid", "The code was not accepted.", [("#/code", said)])


@deed("Ask for a call at the number on file; the answer is the same for everybody", FOR_THE_PERSON, status=202)
class AskForCall(Deed):
    takes = bodies.CallBackIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        calling_back.ask_to_be_called(request_id=request_id, window=given["window"], channel=CHANNEL, **self.who())
