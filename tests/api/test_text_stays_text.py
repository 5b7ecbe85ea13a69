"""HTML, template syntax and formulas are words like others: kept as typed, shown as typed, never run."""

import pytest

from requests_app.models import Submission
from tests.api.caller import Caller
from tests.cast import NORA, body

TEXTS = [
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }} {% debug %}",
    "=HYPERLINK(1)",
    "'; DROP TABLE x; --",
    "%(name)s {0}",
    "Zoë ☃ 名前",
]


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_kept_as_typed(website: Caller, text: str) -> None:
    answer = website.post("submissions/", body("access", details=text, consumer={**NORA, "given_name": text}))
    assert answer.status_code == 201
    kept = Submission.objects.get()
    assert (kept.details, kept.consumer["given_name"]) == (text, text)
