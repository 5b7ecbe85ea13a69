"""Whose tries are counted: the visitor's own, also behind the proxy; and never a name the visitor chose."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from dsar_portal.middleware import RealAddress


def seen(header: str | None, *, secure: bool) -> str:
    addresses: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        addresses.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    extra = {"HTTP_X_FORWARDED_FOR": header} if header is not None else {}
    with override_settings(SECURE=secure):
        RealAddress(view)(RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", **extra))
    return addresses[0]


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", "203.0.113.9"),  # what the visitor wrote stands before what our proxy wrote
        ("2001:db8::1", "2001:db8::1"),
        ("<script>", "10.0.0.2"),
        (None, "10.0.0.2"),
    ],
)
def test_behind_the_proxy_its_last_word_counts(header: str | None, address: str) -> None:
    assert seen(header, secure=True) == address


def test_without_a_proxy_the_header_is_the_visitors_own_and_means_nothing() -> None:
    assert seen("203.0.113.9", secure=False) == "10.0.0.2"
