"""The addresses of the stewards' desk."""

from django.urls import path

from dsar_portal.steward import views

app_name = "steward"

urlpatterns = [
    path("", views.listing, name="home"),
    path("task/<uuid:task_id>/", views.task, name="task"),
]
