"""Addresses of the call-center desk."""

from django.urls import path

from dsar_portal.callcenter.views import (
    call,
    call_backs,
    caller,
    child,
    complaint,
    home,
    identity,
    outreach,
    quality,
    scripts,
)

app_name = "callcenter"

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", call.new, name="new"),
    path("new/save/", call.save, name="save"),
    path("calls/<uuid:call_id>/", call.resume, name="resume"),
    path("calls/<uuid:call_id>/live/", call.live, name="live"),
    path("calls/<uuid:call_id>/filed/", call.filed, name="filed"),
    path("calls/<uuid:call_id>/discard/", call.discard, name="discard"),
    path("calls/<uuid:call_id>/tried/", call_backs.tried, name="tried"),
    path("calls/<uuid:call_id>/take-over/", call_backs.take_over, name="take-over"),
    path("passed-on/", call.passed_on, name="passed-on"),
    path("complaint/", complaint.complaint, name="complaint"),
    path("child/", child.child, name="child"),
    path("look-up/", caller.look_up, name="look-up"),
    path("requests/<uuid:request_id>/", caller.caller, name="caller"),
    path("requests/<uuid:request_id>/check/", caller.check, name="check"),
    path("requests/<uuid:request_id>/code/", caller.renew_code, name="renew-code"),
    path("requests/<uuid:request_id>/note/", caller.note, name="note"),
    path("requests/<uuid:request_id>/withdraw/", caller.withdraw, name="withdraw"),
    path("requests/<uuid:request_id>/appeal/", caller.appeal, name="appeal"),
    path("requests/<uuid:request_id>/identity/", identity.identity, name="identity"),
    path("requests/<uuid:request_id>/identity/answers/", identity.answers, name="identity-answers"),
    path("requests/<uuid:request_id>/identity/code/<uuid:contact_id>/", identity.code, name="identity-code"),
    path("requests/<uuid:request_id>/identity/letter/", identity.letter, name="identity-letter"),
    path("requests/<uuid:request_id>/on-file/", outreach.wishes, name="wishes"),
    path("requests/<uuid:request_id>/on-file/letter/", outreach.ask_letter, name="wish-letter"),
    path("requests/<uuid:request_id>/on-file/code/", outreach.letter_code, name="wish-code"),
    path("requests/<uuid:request_id>/on-file/call/", outreach.ask_call, name="wish-call"),
    path("call-backs/", outreach.listing, name="call-backs"),
    path("call-backs/<uuid:wish_id>/", outreach.one, name="call-back"),
    path("call-backs/<uuid:wish_id>/number/", outreach.number, name="call-back-number"),
    path("call-backs/<uuid:wish_id>/outcome/", outreach.outcome, name="call-back-outcome"),
    path("scripts/", scripts.overview, name="scripts"),
    path("scripts/new/", scripts.edit, name="script-new"),
    path("scripts/lines/<str:key>/", scripts.edit, name="script-edit"),
    path("scripts/changes/<uuid:change_id>/approve/", scripts.approve, name="script-approve"),
    path("scripts/changes/<uuid:change_id>/refuse/", scripts.refuse, name="script-refuse"),
    path("quality/", quality.sample, name="quality"),
    path("quality/<uuid:submission_id>/", quality.review, name="review"),
]
