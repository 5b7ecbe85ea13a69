"""Every address of the portal. Rooms are included as they are built."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
