"""Under /api/ nothing ever answers with a page made for people, whatever goes wrong."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dsar_portal.api.urls import urlpatterns

PROBLEM = "application/problem+json"
VERBS = ("get", "post", "put", "patch", "delete", "options", "trace")
OPEN = {"schema", "docs", "problem"}


def addresses() -> list[str]:
    """Every address of the API, with something in the places of its parameters."""
    routes = [str(pattern.pattern) for pattern in urlpatterns if pattern.name not in OPEN]
    filled = [route.replace("<str:reference>", "JM-2222-2222").replace("<int:year>", "2026") for route in routes]
    return [f"/api/{route}" for route in filled]


@pytest.mark.django_db
def test_every_call_without_a_key_is_refused_as_a_problem() -> None:
    for address in addresses():
        for verb in VERBS:
            answer = getattr(Client(), verb)(address)
            assert answer.status_code in {401, 404, 405}, (verb, address)
            assert answer.headers["Content-Type"] == PROBLEM, (verb, address)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v0/x/", "/api/v1/%00/", "/api/v1/../x"])
def test_unknown_addresses_are_problems(path: str) -> None:
    answer = Client().get(path)
    if path == "/api":
        assert answer.status_code in {301, 404}
        return
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_the_last_address_of_the_api_catches_all_others() -> None:
    # Without it, a forgotten slash would turn a POST into a redirect and lose its body.
    api = next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "api/"
    )
    last = api.url_patterns[-1]
    assert isinstance(last, URLPattern)
    assert str(last.pattern) == ""
