"""The addresses of the officers' desk."""

from django.urls import path

from dsar_portal.officer.views import (
    attachments,
    case,
    closing,
    deeds,
    entering,
    extending,
    home,
    inquiries,
    paper_forms,
    papers,
    queue,
)

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", home.dashboard, name="dashboard"),
    path("queue/", queue.show, name="queue"),
    path("queue/assign-to-me/", queue.assign_to_me, name="assign-to-me"),
    path("queue/close/", closing.close_requests, name="close-many"),
    path("queue/extend/", extending.extend_many, name="extend-many"),
    path("queue/export/", queue.export, name="export"),
    path("new/", entering.enter, name="new"),
    path("inquiries/", inquiries.listing, name="inquiries"),
    path("inquiries/close/", closing.close_inquiries, name="close-inquiries"),
    path("inquiries/<uuid:inquiry_id>/", inquiries.one, name="inquiry"),
    path("forms/", paper_forms.tray, name="paper-forms"),
    path("forms/<uuid:form_id>/", paper_forms.one, name="paper-form"),
    path("forms/<uuid:form_id>/page/<int:number>/", paper_forms.page, name="paper-form-page"),
    path("forms/<uuid:form_id>/count/", paper_forms.count, name="paper-form-count"),
    path("forms/<uuid:form_id>/refuse/", paper_forms.refuse, name="paper-form-refuse"),
    path("papers/", papers.inbox, name="papers"),
    path("papers/<uuid:paper_id>/", papers.one, name="paper"),
    path("papers/<uuid:paper_id>/page/<int:number>/", papers.picture, name="paper-page"),
    path("papers/<uuid:paper_id>/look/", papers.look, name="paper-look"),
    path("papers/<uuid:paper_id>/look/<uuid:look_id>/", papers.answer, name="paper-answer"),
    path("papers/<uuid:paper_id>/judge/", papers.judge, name="paper-judge"),
    path("papers/<uuid:paper_id>/destroy/", papers.destroy, name="paper-destroy"),
    path("files/<uuid:attachment_id>/", attachments.one, name="attachment"),
    path("files/<uuid:attachment_id>/page/<int:number>/", attachments.picture, name="attachment-page"),
    path("files/<uuid:attachment_id>/original/", attachments.fetch, name="attachment-file"),
    path("case/<str:reference_text>/papers/", papers.scan, name="paper-scan"),
    path("case/<str:reference_text>/", case.show, name="case"),
    path("case/<str:reference_text>/reveal/", case.reveal, name="reveal"),
    path("case/<str:reference_text>/found/", case.items, name="items"),
    path("case/<str:reference_text>/<slug:name>/", deeds.do, name="deed"),
]
