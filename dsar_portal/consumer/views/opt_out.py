"""The short way to an opt-out: one page, done at once. And the link that marketing e-mails carry."""

from secrets import token_urlsafe

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.access import Access, declare_access
from dsar_portal import languages
from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.confirmation import page_of
from dsar_portal.consumer.forms.short import USUAL_KINDS, OptOutForm, opt_out_field
from dsar_portal.consumer.views.filing import confirmed
from dsar_portal.consumer.views.limits import crowded_by, refusal
from requests_app.choices import Channel
from requests_app.services import drafts, unsubscribe
from requests_app.services.filing_once import file_draft
from requests_app.submission_input import Invalid, validate


@declare_access(Access.PUBLIC)
@method_decorator(languages.switches, name="dispatch")
class OptOut(View):
    """One contact point, what to stop, done."""

    def get(self, request: VisitorRequest) -> HttpResponse:
        return self._page(request, OptOutForm(initial={"kinds": USUAL_KINDS}), token_urlsafe(32))

    def post(self, request: VisitorRequest) -> HttpResponse:
        once = request.POST.get("once", "")[:100] or token_urlsafe(32)
        if languages.wanted(request):
            return self._page(request, languages.opened(OptOutForm, request), once)
        form = OptOutForm(request.POST)
        refused = refusal(request, "file.address")
        if refused is not None:
            return refused
        if form.is_valid():
            try:
                return self._file(request, form, once)
            except Invalid as invalid:
                for error in invalid.errors:
                    form.add_error(opt_out_field(error.pointer), error.message)
        return self._page(request, form, once)

    def _file(self, request: VisitorRequest, form: OptOutForm, once: str) -> HttpResponse:
        gpc = access.signals_opt_out(request)
        new = validate(form.body(gpc=gpc), today=timezone.localdate(request.now))
        if (refused := crowded_by(request, new)) is not None:
            return refused
        # The page's own key: a double click or the back button files once.
        drafts.ensure(token=once, now=request.now, language=new.language, kind="opt-out")
        page = file_draft(
            token=once, submission=new, channel=Channel.WEB, by=access.visitor(), now=request.now, page=page_of
        )
        response = confirmed(request, page)
        access.keep_draft_key(response, once)
        return response

    def _page(self, request: VisitorRequest, form: OptOutForm, once: str) -> HttpResponse:
        context = {"form": form, "once": once, "gpc": access.signals_opt_out(request)}
        response = render(request, "consumer/opt_out.html", context)
        patch_vary_headers(response, ["Sec-GPC"])
        return response


@declare_access(Access.PUBLIC)
@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(View):
    """A mail program POSTs here without a cookie; a person who follows the link sees a page with a button."""

    def get(self, request: VisitorRequest, token: str) -> HttpResponse:
        try:
            _address, kinds = unsubscribe.unseal(token)
        except unsubscribe.NoSuchLink:
            return self._broken(request)
        return render(request, "consumer/unsubscribe.html", {"kinds": [words.of(words.KINDS, kind) for kind in kinds]})

    def post(self, request: VisitorRequest, token: str) -> HttpResponse:
        try:
            unsubscribe.unsubscribe(token=token, by=access.visitor(), now=request.now)
        except unsubscribe.NoSuchLink:
            return self._broken(request)
        return render(request, "consumer/unsubscribed.html")

    def _broken(self, request: VisitorRequest) -> HttpResponse:
        return render(request, "consumer/unsubscribe_broken.html", status=404)
