"""Addresses of the call-center desk."""

from django.urls import path

from dsar_portal.callcenter.views import call, caller, home, quality

app_name = "callcenter"

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", call.new, name="new"),
    path("new/save/", call.save, name="save"),
    path("calls/<uuid:call_id>/", call.resume, name="resume"),
    path("calls/<uuid:call_id>/live/", call.live, name="live"),
    path("calls/<uuid:call_id>/filed/", call.filed, name="filed"),
    path("calls/<uuid:call_id>/discard/", call.discard, name="discard"),
    path("look-up/", caller.look_up, name="look-up"),
    path("requests/<uuid:request_id>/", caller.caller, name="caller"),
    path("requests/<uuid:request_id>/check/", caller.check, name="check"),
    path("requests/<uuid:request_id>/code/", caller.renew_code, name="renew-code"),
    path("requests/<uuid:request_id>/note/", caller.note, name="note"),
    path("requests/<uuid:request_id>/withdraw/", caller.withdraw, name="withdraw"),
    path("requests/<uuid:request_id>/appeal/", caller.appeal, name="appeal"),
    path("quality/", quality.sample, name="quality"),
    path("quality/<uuid:submission_id>/", quality.review, name="review"),
]
