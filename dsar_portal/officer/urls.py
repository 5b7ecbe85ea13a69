"""The addresses of the officers' desk."""

from django.urls import path

from dsar_portal.officer.views import case, deeds, entering, extending, home, inquiries, queue

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", home.dashboard, name="dashboard"),
    path("queue/", queue.show, name="queue"),
    path("queue/assign-to-me/", queue.assign_to_me, name="assign-to-me"),
    path("queue/extend/", extending.extend_many, name="extend-many"),
    path("queue/export/", queue.export, name="export"),
    path("new/", entering.enter, name="new"),
    path("inquiries/", inquiries.listing, name="inquiries"),
    path("inquiries/<uuid:inquiry_id>/", inquiries.one, name="inquiry"),
    path("case/<str:reference_text>/", case.show, name="case"),
    path("case/<str:reference_text>/reveal/", case.reveal, name="reveal"),
    path("case/<str:reference_text>/found/", case.items, name="items"),
    path("case/<str:reference_text>/<slug:name>/", deeds.do, name="deed"),
]
