"""The addresses of the mail room."""

from django.urls import path

from dsar_portal.mailroom import views

app_name = "mailroom"

urlpatterns = [
    path("", views.print_today, name="home"),
    path("letter/<uuid:letter_id>/sheet/", views.sheet, name="sheet"),
    path("letter/<uuid:letter_id>/enclosure/", views.enclosure, name="enclosure"),
    path("letter/<uuid:letter_id>/posted/", views.posted, name="posted"),
    path("letter/<uuid:letter_id>/returned/", views.returned, name="returned"),
    path("arrived/", views.arrived, name="arrived"),
    path("arrived/form/", views.form_back, name="form-back"),
]
