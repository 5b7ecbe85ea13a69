"""/auditor/: the ledger, its proofs, and the figures."""

from django.urls import path

from dsar_portal.auditor.views import calls, checkpoints, entries, guests, histories, packs, reports, watch

app_name = "auditor"
urlpatterns = [
    path("", entries.ledger, name="ledger"),
    path("entries/<uuid:entry_id>/", entries.entry, name="entry"),
    path("entries/<uuid:entry_id>/proof/", entries.proof_file, name="proof"),
    path("checkpoints/", checkpoints.checkpoints, name="checkpoints"),
    path("compare/", checkpoints.compare, name="compare"),
    path("checkpoints/<int:size>/", checkpoints.note, name="note"),
    path("requests/", histories.find, name="find"),
    path("requests/<str:reference>/", histories.history, name="history"),
    path("requests/<str:reference>/pack/", packs.pack_of_request, name="pack-of-request"),
    path("packs/", packs.packs, name="packs"),
    path("packs/<uuid:pack_id>/", packs.pack, name="pack"),
    path("access/", watch.unusual, name="unusual"),
    path("accounts/", watch.accounts, name="accounts"),
    path("calls/", calls.calls, name="calls"),
    path("guests/", guests.guests, name="guests"),
    path("guests/<uuid:user_id>/end/", guests.end, name="end-guest"),
    path("figures/", reports.figures, name="figures"),
    path("assurance/", reports.assurance, name="assurance"),
]
