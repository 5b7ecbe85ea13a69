"""Where the letters of a request go, through a program of the house."""

from typing import Any
from uuid import UUID

from rest_framework import serializers as s

from accounts.access import Access
from accounts.scopes import Scope
from dsar_portal.api.serializers.strict import Flag, Strict
from dsar_portal.api.views.deeds import Deed, deed
from requests_app.services import contact_change


class ContactIn(Strict):
    email = s.CharField(required=False, allow_blank=True)
    phone = s.CharField(required=False, allow_blank=True)
    # Read with the words of a submission, which refuse unknown members by name.
    postal_address = s.DictField(required=False)
    old_is_safe = Flag(required=False)


@deed("Change where the letters of a request go; the old contact is told", Access.API(Scope.REQUESTS_WORK))
class Contact(Deed):
    takes = ContactIn

    def deed(self, *, request_id: UUID, given: dict[str, Any], rev: int | None) -> None:
        contact_change.change(
            request_id=request_id, contact=contact_change.read_contact(given), channel="api", **self.who()
        )
