"""How a date comes about, in the same words for everybody: status page, case page, auditor, API and command."""

import io
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.utils import translation

from dsar_portal.api.serializers.parts import deadlines_json
from requests_app.models import PrivacyRequest
from requests_app.selectors import explained
from requests_app.services import extension
from tests import cast
from tests.accounts.cast import hire, signed_in

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LINE = "Received on Monday, November 23, 2026, 9:00 a.m. in Neenah. 45 days: Thursday, January 7, 2027."
ES = "Recibida el lunes, 23 de noviembre de 2026, 9:00 a.m. en Neenah. 45 días: jueves, 7 de enero de 2027."
COUNTS = "The earliest date counts: Thursday, January 7, 2027, from Public promise in the privacy policy."

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_nora() -> PrivacyRequest:
    cast.register(NOW)
    return PrivacyRequest.objects.get(id=cast.ask(cast.body("restriction"), now=NOW).requests[0].id)


def answer_by(request: PrivacyRequest):
    return next(one for one in explained(request).dates if one.duty == "respond")


def test_one_line_says_it_in_both_languages(request_of_nora: PrivacyRequest) -> None:
    assert answer_by(request_of_nora).summary == LINE
    assert explained(request_of_nora).governing == COUNTS
    with translation.override("es"):
        assert answer_by(request_of_nora).summary == ES
        assert not explained(request_of_nora).governing.startswith("The earliest")


def test_every_regime_shows_its_own_date_and_one_counts() -> None:
    berlin = cast.body("restriction", residence={"country": "DE"})
    request = PrivacyRequest.objects.get(id=cast.ask(berlin, now=NOW).requests[0].id)
    shown = {one.regime: (str(one.by), one.governs) for one in explained(request).dates if one.duty == "respond"}
    assert shown == {"gdpr": ("2026-12-23", True), "jm_policy": ("2027-01-07", False)}


def test_an_extension_is_a_step_of_its_own(request_of_nora: PrivacyRequest) -> None:
    extension.extend(
        request_id=request_of_nora.id, reason="VOLUME", explanation="Six archives hold paper files.",
        by=cast.staff("olu"), now=NOW + timedelta(days=30),
    )  # fmt: skip
    told = answer_by(request_of_nora)
    assert told.summary.endswith("Extended once, to 90 days in all: Sunday, February 21, 2027.")
    assert any("The period was extended once" in line for line in told.sentences)


def test_each_date_names_the_paragraph_about_its_own_right() -> None:
    home = {"country": "US", "state": "CA"}
    asked = cast.ask(cast.body("access", {"right": "opt_out", "kinds": ["sale_sharing"]}, residence=home), now=NOW)
    rows = {row.right: row for row in PrivacyRequest.objects.filter(submission=asked.submission)}
    cites = {
        (right, one.duty): one.cite
        for right, row in rows.items() for one in explained(row).dates if one.regime == "ccpa"
    }  # fmt: skip
    assert cites == {
        ("access", "acknowledge"): "11 CCR 7021(a)",
        ("access", "respond"): "Cal. Civ. Code 1798.130(a)(2)(A); 11 CCR 7021(b)",
        ("opt_out", "respond"): "11 CCR 7026(f)(1), 7027(g)",
    }


def test_officer_and_auditor_read_the_same_line(request_of_nora: PrivacyRequest, clock) -> None:
    clock.move_to(NOW)
    pages = (("olu", "officer", "/officer/case/{}/"), ("ari", "auditor", "/auditor/requests/{}/"))
    for name, role, path in pages:
        page = signed_in(hire(name, role, now=NOW), now=NOW).get(path.format(request_of_nora.reference))
        assert page.status_code == 200, path
        assert LINE in unescape(page.text)
        assert COUNTS in unescape(page.text)


def test_the_api_says_it_too(request_of_nora: PrivacyRequest) -> None:
    told = deadlines_json(request_of_nora)
    assert told["governing"] == COUNTS
    row = next(one for one in told["results"] if one["duty"] == "respond")
    assert (row["summary"], row["governs"], row["regime"]) == (LINE, True, "jm_policy")


@pytest.mark.parametrize(("language", "line"), [("en", LINE), ("es", ES)])
def test_and_so_does_the_command(language: str, line: str) -> None:
    out = io.StringIO()
    call_command(
        "explain_deadline", regime="jm_policy", right="access", received_at="2026-11-23T15:00:00Z",
        timezone="America/Chicago", language=language, stdout=out,
    )  # fmt: skip
    assert line in out.getvalue()
