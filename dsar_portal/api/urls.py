"""The addresses of the API. All end with a slash; whatever is not here is a problem of status 404."""

from django.urls import path, re_path

from dsar_portal.api.views import (
    cases,
    children,
    contact,
    deeds,
    description,
    filing,
    ledger,
    mailing,
    outreach,
    systems,
)

app_name = "api"

ONE = "v1/requests/<str:reference>/"

urlpatterns = [
    path("v1/schema/", description.Schema.as_view(), name="schema"),
    path("v1/docs/", description.Docs.as_view(), name="docs"),
    path("v1/problems/<slug:slug>/", description.Problem.as_view(), name="problem"),
    path("v1/submissions/", filing.Submissions.as_view(), name="submissions"),
    path("v1/submissions/batch/", filing.Batch.as_view(), name="batch"),
    path("v1/gpc/", filing.Gpc.as_view(), name="gpc"),
    path("v1/child-reports/", children.ChildReports.as_view(), name="child-reports"),
    path("v1/requests/", cases.Requests.as_view(), name="requests"),
    path(ONE, cases.Detail.as_view(), name="request"),
    path(f"{ONE}timeline/", cases.Timeline.as_view(), name="timeline"),
    path(f"{ONE}deadlines/", cases.Deadlines.as_view(), name="deadlines"),
    path(f"{ONE}items/", cases.Items.as_view(), name="items"),
    path(f"{ONE}receipt/", cases.Receipt.as_view(), name="receipt"),
    path(f"{ONE}package/", cases.Package.as_view(), name="package"),
    path(f"{ONE}extend/", deeds.Extend.as_view(), name="extend"),
    path(f"{ONE}assign/", deeds.Assign.as_view(), name="assign"),
    path(f"{ONE}notes/", deeds.Notes.as_view(), name="notes"),
    path(f"{ONE}messages/", deeds.Messages.as_view(), name="messages"),
    path(f"{ONE}verification/", deeds.Verification.as_view(), name="verification"),
    path(f"{ONE}verification/letter/", outreach.AskForLetter.as_view(), name="verification-letter"),
    path(f"{ONE}verification/letter/code/", outreach.LetterCode.as_view(), name="verification-letter-code"),
    path(f"{ONE}verification/call/", outreach.AskForCall.as_view(), name="verification-call"),
    path(f"{ONE}contact/", contact.Contact.as_view(), name="contact"),
    path(f"{ONE}papers/", deeds.Papers.as_view(), name="papers"),
    path(f"{ONE}review/", deeds.Review.as_view(), name="review"),
    path(f"{ONE}return/", deeds.Return.as_view(), name="return"),
    path(f"{ONE}approve/", deeds.Approve.as_view(), name="approve"),
    path(f"{ONE}decide/", deeds.Decide.as_view(), name="decide"),
    path(f"{ONE}withdraw/", deeds.Withdraw.as_view(), name="withdraw"),
    path(f"{ONE}appeal/", deeds.Appeal.as_view(), name="appeal"),
    path(f"{ONE}close/", deeds.Close.as_view(), name="close"),
    path("v1/uploads/", systems.Uploads.as_view(), name="uploads"),
    path("v1/suppressions/", systems.Suppressions.as_view(), name="suppressions"),
    path("v1/unsubscribe-links/", mailing.UnsubscribeLinks.as_view(), name="unsubscribe-links"),
    path("v1/taxonomy/", systems.Taxonomy.as_view(), name="taxonomy"),
    path("v1/metrics/<int:year>/", systems.Metrics.as_view(), name="metrics"),
    path("v1/ledger/entries/", ledger.Entries.as_view(), name="entries"),
    path("v1/ledger/checkpoint/", ledger.Checkpoint.as_view(), name="checkpoint"),
    path("v1/ledger/proof/inclusion/", ledger.Inclusion.as_view(), name="inclusion"),
    path("v1/ledger/proof/consistency/", ledger.Consistency.as_view(), name="consistency"),
    re_path("", description.Unknown.as_view(), name="unknown"),
]
