"""One-click unsubscribe for the company's mail system (RFC 8058)."""

from typing import Any

from django.conf import settings
from rest_framework.response import Response

from accounts.access import Access, declare_access
from accounts.scopes import Scope
from dsar_portal.api.serializers.mailing import UnsubscribeLinksIn, UnsubscribeLinksOut, links_asked, links_json
from dsar_portal.api.views.room import Room, described
from requests_app.services.unsubscribe import for_mails


@declare_access(Access.API(Scope.SUPPRESSIONS_READ))
class UnsubscribeLinks(Room):
    @described(
        "Links and headers that stop an advertising e-mail with one click",
        UnsubscribeLinksOut,
        takes=UnsubscribeLinksIn,
    )
    def post(self, request: Any) -> Response:
        emails, kinds = links_asked(self.body().value)
        return Response(links_json(for_mails(emails=emails, kinds=kinds, base_url=settings.BASE_URL)))
