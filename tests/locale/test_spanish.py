"""Spanish is whole: every text that a consumer may read, with its blanks, in formal US Spanish, compiled."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime

import polib
import pytest
from django.test import Client
from django.utils import translation

from dsar_portal.management.commands.compile_catalogs import is_current
from dsar_portal.templatetags.ui import day_in_words, moment_in_words
from requests_app.regime_names import NAMES
from requests_app.regimes import REGIMES
from tests.consumer.conftest import PUBLIC_PAGES
from tests.locale.english import CATALOG, TAG, english_on, entries, spanish
from tests.locale.sources import files, marked
from tests.readability import fernandez_huerta, flesch_kincaid

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
# The informal "you": tú, tu, tus, ti, te, contigo, vosotros.
INFORMAL = re.compile(r"\b(tú|tu|tus|ti|te|contigo|tuyo|tuya|vosotros|vuestro)\b", re.IGNORECASE)
# The company published this text in English: the page marks it so, and offers to explain it in Spanish.
PUBLISHED = "/privacy-policy/"
# Lists of names and single words are no prose.
NOT_PROSE = {"requests_app/places.py", "requests_app/regime_names.py", "fulfillment/taxonomy.py"}


def test_every_text_marked_in_the_code_is_in_the_catalog() -> None:
    known = entries()
    missing = {text: name for text, name in marked().items() if text not in known}
    assert not missing, "run script/manage extract_catalogs, translate, then script/manage compile_catalogs"


def test_nothing_is_left_in_english_or_guessed() -> None:
    assert [entry.msgid for entry in entries().values() if entry.fuzzy or not all(spanish(entry))] == []


def test_the_compiled_catalog_says_the_same_as_its_source() -> None:
    assert is_current(CATALOG)


def test_each_blank_and_each_tag_of_a_text_is_in_its_translation() -> None:
    wrong = []
    for entry in entries().values():
        for text in spanish(entry):
            for pattern in (PLACEHOLDER, TAG):
                if sorted(pattern.findall(entry.msgid)) != sorted(pattern.findall(text)):
                    wrong.append((entry.msgid, text))
    assert wrong == []


def test_spanish_is_formal_and_opens_its_questions() -> None:
    texts = [text for entry in entries().values() for text in spanish(entry)]
    assert [text for text in texts if INFORMAL.search(text)] == []
    assert [text for text in texts if text.count("?") != text.count("¿") or text.count("!") != text.count("¡")] == []


def test_the_edges_of_a_text_are_kept() -> None:
    """A space or a colon at the end joins a text to what follows it on the page."""
    loose = [
        entry.msgid
        for entry in entries().values()
        for text in spanish(entry)
        if entry.msgid[-1:].isspace() != text[-1:].isspace() or (entry.msgid.endswith(":") and not text.endswith(":"))
    ]
    assert loose == []


def test_every_law_has_a_name_for_the_translators() -> None:
    assert {regime.name for regime in REGIMES.values()} == set(NAMES)


def by_file() -> dict[str, list[polib.POEntry]]:
    found: dict[str, list[polib.POEntry]] = defaultdict(list)
    for entry in entries().values():
        for name, _line in entry.occurrences:
            found[name].append(entry)
    return found


def prose(texts: list[str]) -> str:
    """Whole sentences only, without tags and blanks."""
    plain = [PLACEHOLDER.sub("x", TAG.sub("", text)).strip() for text in texts]
    return " ".join(text for text in plain if text[-1:] in ".?!" and " " in text)


def test_fixed_texts_can_be_read_after_nine_years_of_school() -> None:
    hard = {}
    for name, found in by_file().items():
        text = prose([entry.msgid for entry in found])
        if name not in NOT_PROSE and len(text.split()) >= 30 and flesch_kincaid(text) > 9:
            hard[name] = round(flesch_kincaid(text), 1)
    assert hard == {}


def test_fixed_spanish_texts_are_plain_too() -> None:
    hard = {}
    for name, found in by_file().items():
        text = prose([line for entry in found for line in spanish(entry)])
        if name not in NOT_PROSE and len(text.split()) >= 30 and fernandez_huerta(text) < 60:
            hard[name] = round(fernandez_huerta(text), 1)
    assert hard == {}


def test_no_page_for_consumers_shows_a_date_in_numbers() -> None:
    numeric = re.compile(r"SHORT_DATE|short_day|\|date:\"[^\"]*[mn]/|/%d/|isoformat|\|date:\"[YymndjH:/ .-]+\"")
    found = [name for name, path in files() if path.suffix == ".html" and numeric.search(path.read_text("utf-8"))]
    assert [name for name in found if name.startswith(("templates/consumer", "templates/fulfillment"))] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_days_are_told_in_words_with_small_letters(month: int) -> None:
    with translation.override("es"):
        told = day_in_words(date(2027, month, 7))
    assert re.fullmatch(r"[a-záéíóú]+, 7 de [a-z]+ de 2027", told)


def test_a_moment_names_its_zone() -> None:
    with translation.override("es"):
        assert (
            moment_in_words(datetime(2027, 1, 7, 21, 2, tzinfo=UTC))
            == "7 de enero de 2027, 3:02 p.m. (hora del Centro)"
        )


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in PUBLIC_PAGES if path != PUBLISHED])
def test_a_spanish_page_holds_no_english_sentence(client: Client, path: str) -> None:
    client.cookies["django_language"] = "es"
    answer = client.get(path, follow=True)
    page = answer.content.decode()
    assert '<html lang="es"' in page
    assert english_on(page) == []
