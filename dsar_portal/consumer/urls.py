"""The addresses of the consumer room."""

from django.urls import path

from dsar_portal.consumer.views import (
    answer,
    asking,
    filing,
    identity,
    links,
    lost_code,
    opt_out,
    pages,
    receipts,
    status,
)

app_name = "consumer"

urlpatterns = [
    path("", pages.start, name="start"),
    path("privacy-notice/", pages.privacy_notice, name="privacy-notice"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("ask/", pages.ask, name="ask"),
    path("child/", pages.child, name="child"),
    path("asked/", pages.asked, name="asked"),
    path("receipt/", receipts.check, name="receipt"),
    path("receipt/log.vkey", receipts.keys, name="receipt-keys"),
    path("receipt/checkpoint.txt", receipts.checkpoint, name="receipt-checkpoint"),
    path("receipt/<str:name>", receipts.tool, name="tool"),
    path("opt-out/", opt_out.OptOut.as_view(), name="opt-out"),
    path("u/<str:token>", opt_out.Unsubscribe.as_view(), name="unsubscribe"),
    path("request/", asking.begin, name="begin"),
    path("request/again/", asking.start_again, name="start-again"),
    path("request/save/", asking.save, name="save"),
    path("request/return/", asking.come_back, name="return"),
    path("request/ended/", asking.ended, name="ended"),
    path("request/pause/", asking.rested, name="rested"),
    path("request/check/", filing.check, name="check"),
    path("request/done/", filing.done, name="done"),
    path("request/<slug:slug>/", asking.step, name="step"),
    path("status/", status.enter, name="status"),
    path("status/leave/", status.leave, name="leave"),
    path("status/lost-code/", lost_code.lost_code, name="lost-code"),
    path("status/lost-code/asked/", lost_code.asked, name="lost-code-asked"),
    path("status/requests/", status.every_request, name="requests"),
    path("status/identity/", identity.tasks, name="identity"),
    path("status/identity/code/", identity.code, name="identity-code"),
    path("status/identity/facts/", identity.facts, name="identity-facts"),
    path("status/identity/statement/", identity.declare, name="identity-declaration"),
    path("status/<slug:ref>/", status.one_request, name="request"),
    path("status/<slug:ref>/receipt/", receipts.own, name="own-receipt"),
    path("status/<slug:ref>/withdraw/", status.withdraw, name="withdraw"),
    path("status/<slug:ref>/appeal/", status.appeal, name="appeal"),
    path("status/<slug:ref>/answer/", answer.answer, name="answer"),
    path("status/<slug:ref>/answer/<slug:part>/", answer.part, name="answer-part"),
    path("verify/<str:token>", links.verify, name="verify"),
    path("d/<str:token>", links.download, name="download"),
]
