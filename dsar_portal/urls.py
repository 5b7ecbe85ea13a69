"""Every address of the portal. Rooms are included as they are built."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from accounts.access import Access, declare_access
from dsar_portal import views

# The language is a cookie, not a part of the address: a link or a saved page stays the same in both languages.
choose_language = declare_access(Access.PUBLIC)(set_language)

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", choose_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path(".well-known/gpc.json", views.gpc, name="gpc"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("api/", include("dsar_portal.api.urls")),
    path("phone/", include("dsar_portal.callcenter.urls")),
    path("", include("accounts.urls")),
    path("auditor/", include("dsar_portal.auditor.urls")),
    path("admin-room/", include("dsar_portal.adminroom.urls")),
    path("officer/", include("dsar_portal.officer.urls")),
    path("steward/", include("dsar_portal.steward.urls")),
    path("mailroom/", include("dsar_portal.mailroom.urls")),
    path("", include("dsar_portal.consumer.urls")),
]

handler400 = "dsar_portal.errors.bad_request"
handler403 = "dsar_portal.errors.permission_denied"
handler404 = "dsar_portal.errors.not_found"
handler500 = "dsar_portal.errors.server_error"
