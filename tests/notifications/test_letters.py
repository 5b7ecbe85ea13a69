"""Every letter in every language: it can be read, it says what the law wants, and nobody can write into it."""

import io
from datetime import date

import pikepdf
import pytest

from notifications import letters, selectors
from notifications.pdf import render_pdf
from notifications.rendering import Content
from notifications.words import day_in_words
from tests.conftest import NOW
from tests.notifications.samples import REFERENCE, UNNUMBERED, context, nora
from tests.readability import fernandez_huerta, flesch_kincaid

KINDS = sorted(kind for kind, spec in letters.CATALOGUE.items() if not spec.brief)
LANGUAGES = letters.LANGUAGES
EACH = [(kind, language) for kind in KINDS for language in LANGUAGES]


def written(kind: str, language: str = "en", **changes: object) -> Content:
    return selectors.preview(kind, context=context(kind, language, **changes), to=nora(language), on=date(2026, 11, 23))


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_every_letter_reads_the_same_as_text_and_as_html(kind: str, language: str) -> None:
    letter = written(kind, language)
    assert f'<html lang="{language}">' in letter.html
    assert "<h1>" in letter.html
    assert "style" not in letter.html
    assert "src=" not in letter.html
    assert letter.title in letter.text
    assert "{{" not in letter.text
    assert "{%" not in letter.text
    assert "None" not in letter.text
    for block in letter.blocks:
        if block["type"] == "facts":
            assert all(label and value for label, value in block["items"]), block


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_every_letter_can_be_printed_for_a_screen_reader_too(kind: str, language: str) -> None:
    letter = written(kind, language)
    with pikepdf.open(io.BytesIO(render_pdf(letter, to=nora(language), now=NOW))) as sheet:
        assert sheet.Root.MarkInfo.Marked
        assert str(sheet.Root.Lang).startswith(language)
        assert "/StructTreeRoot" in sheet.Root
        metadata = sheet.open_metadata()
        assert metadata["dc:title"] == letter.title
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_every_letter_says_who_writes_about_what_and_when(kind: str, language: str) -> None:
    text = " ".join(written(kind, language).text.split())
    assert (REFERENCE in text) is (kind not in UNNUMBERED)
    assert day_in_words("2026-11-23", language) in text
    assert "Jewelers Mutual Group" in text
    assert ("keep a record" if language == "en" else "un registro de") in text
    if kind != "staff_alert":
        assert "877-238-5595" in text
        assert "24 Jewelers Park Drive, Neenah, WI 54956" in text
        assert "/status/" in text


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_no_subject_line_gives_anything_away(kind: str, language: str) -> None:
    subject = written(kind, language).subject
    assert (REFERENCE in subject) is (kind not in UNNUMBERED)
    for hint in ("Nora", "482913", "731004", "delet", "borr", "denied", "claim"):
        assert hint not in subject


@pytest.mark.parametrize("kind", KINDS)
def test_english_can_be_read_after_nine_years_of_school(kind: str) -> None:
    assert flesch_kincaid(_prose(written(kind))) <= 9


@pytest.mark.parametrize("kind", KINDS)
def test_spanish_is_plain_too(kind: str) -> None:
    assert fernandez_huerta(_prose(written(kind, "es"))) >= 60


# What section 6 of the rules wants of each letter, beyond reference, date and contact.
WANTED = {
    ("acknowledgement", "en"): [
        "Monday, November 23, 2026",
        "Thursday, January 7, 2027",
        "show you the data",
        "Three facts",
        "need more time",
        "free of charge",
    ],
    ("identity_request", "en"): [
        "not enough to be sure",
        "give us 2 of these",
        "which",
        "Social Security number",
        "delete it after that",
        "keeps running",
        "If we do not hear from you",
        "not need a notary",
        "costs you nothing",
        "do not send anything by email",
    ],
    ("extension", "en"): ["January 7, 2027", "February 21, 2027", "six systems", "four systems", "only once"],
    ("denial", "en"): [
        "1798.105(d)(8)",
        "Claim records",
        "claim from 2024",
        "appeal",
        "March 8, 2027",
        "https://example.org/ag",
        "opt-out",
        "250 words",
        "data protection authority",
        "to court",
    ],
    ("partial", "en"): [
        "We deleted it.",
        "until Tuesday, December 31, 2030",
        "only for the reason named here",
        "company that sends our mail",
        "ask us for this data again",
    ],
    ("completion_access", "en"): [
        "November 23, 2025",
        "Where we got it",
        "What we use it for",
        "Who gets it",
        "did not sell",
        "others can work for us or with us",
        "never send",
        "February 6, 2027",
        "correct it or to delete it",
        "take to another company",
    ],
    ("completion_deletion", "en"): ["backups", "Whom we told", "does not change any policy", "only a record"],
    ("completion_correction", "en"): ["PolicyCenter", "Whom we told", "does not count", "came from"],
    ("opt_out_confirmation", "en"): [
        "Selling or sharing",
        "your account",
        "November 23, 2026",
        "did not have to prove",
        "November 24, 2027",
        "/status/",
    ],
    ("agent_notice", "en"): ["A signature", "December 15, 2026", "signed permission is enough"],
    ("appeal_decision", "en"): ["Our reasons", "https://example.org/ag", "did not make the first decision"],
    ("delay", "en"): ["We are sorry", "January 7, 2027", "two weeks", "February 21, 2027"],
    ("restriction_lift", "en"): ["December 31, 2026", "before that day"],
    ("access_code_letter", "en"): ["WXYZ-2345-6789-ABCD", "do not need a computer"],
    ("extension", "es"): ["7 de enero de 2027", "21 de febrero de 2027", "seis sistemas", "una vez"],
    ("denial", "es"): ["1798.105(d)(8)", "apelar", "8 de marzo de 2027", "250 palabras", "a un juez"],
    ("identity_request", "es"): ["2 de estos datos", "Seguro Social", "Luego lo borramos", "No necesita un notario"],
    ("opt_out_confirmation", "es"): ["Vender o compartir", "su cuenta", "24 de noviembre de 2027"],
}


@pytest.mark.parametrize(("kind", "language"), sorted(WANTED))
def test_the_letter_says_what_the_law_wants(kind: str, language: str) -> None:
    text = " ".join(written(kind, language).text.split())
    missing = [words for words in WANTED[kind, language] if words not in text]
    assert not missing


@pytest.mark.parametrize(
    ("language", "dated", "never"),
    [
        ("en", "reasons ends on {}. From", "look at it again"),
        ("es", "acaba el {}. Desde", "se lo diremos"),
    ],
)
def test_a_part_that_is_kept_comes_with_no_promise_that_nobody_keeps(language: str, dated: str, never: str) -> None:
    text = " ".join(written("partial", language).text.split())
    assert dated.format(day_in_words("2030-12-31", language)) in text
    assert never not in text
    assert " ".join(written("partial", language, review_on="").text.split()) != text


@pytest.mark.parametrize(("language", "says"), [("en", "stays stopped"), ("es", "sigue parado")])
def test_an_opt_out_taken_back_says_what_stays(language: str, says: str) -> None:
    text = written("withdrawal", language, right="opt_out", still_stopped=["sale_sharing"]).text
    assert says in text
    assert day_in_words("2026-11-25", language) in text


@pytest.mark.parametrize(("kind", "path"), [("identity_request", "/verify/"), ("package_ready", "/d/")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_e_mail_carries_the_whole_link_and_the_way_without_it(kind: str, path: str, language: str) -> None:
    link = path + "A" * 43
    text = written(kind, language, link=link).text
    assert link in "".join(text.split())
    assert "/status/" in text


def test_an_extension_without_a_reason_cannot_be_written() -> None:
    for empty in ("", "   ", "\n"):
        with pytest.raises(letters.Incomplete, match="reason"):
            letters.checked_context("extension", context("extension", reason=empty))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_without_something_it_needs_is_refused_by_name(kind: str) -> None:
    good = context(kind)
    for key in letters.CATALOGUE[kind].keys:
        if key.default is None:
            with pytest.raises(letters.Incomplete, match=key.name):
                letters.checked_context(kind, {name: value for name, value in good.items() if name != key.name})


def test_a_refusal_without_a_ground_is_refused() -> None:
    item = {"category": "Claims", "outcome": "kept"}
    for kind in ("denial", "partial"):
        with pytest.raises(letters.Incomplete, match="ground_words"):
            letters.checked_context(kind, context(kind, items=[item]))


def test_a_key_that_no_letter_knows_is_refused() -> None:
    with pytest.raises(letters.Incomplete, match="surprise"):
        letters.checked_context("withdrawal", context("withdrawal", surprise="x"))


HOSTILE = (
    '# Pwned\n\n## Pwned\n\n- Pwned\n\n| Pwned | yes <script>alert(1)</script> {{ org.phone }} {% include "x" %} '
    '#read("/etc/passwd") *bold* $x$ @ref \x00\x1b[31m\u202e'
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_typed_stays_words(language: str) -> None:
    letter = written("extension", language, reason=HOSTILE, done_so_far=HOSTILE)
    titles = [block["text"] for block in letter.blocks if block["type"] in {"title", "h"}]
    assert not any("Pwned" in title for title in titles)
    assert not any(block["type"] == "ul" and any("Pwned" in line for line in block["items"]) for block in letter.blocks)
    assert not any(block["type"] == "facts" and "Pwned" in str(block["items"]) for block in letter.blocks)
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "{{ org.phone }}" in letter.text
    assert "\x1b" not in letter.text
    assert render_pdf(letter, to=nora(language), now=NOW).startswith(b"%PDF")


def test_a_name_with_line_breaks_cannot_start_a_block() -> None:
    person = nora()
    person = type(person)(name="Nora\n\n# Free money\n- now", postal_address=person.postal_address)
    letter = selectors.preview("withdrawal", context=context("withdrawal"), to=person, on=date(2026, 11, 23))
    assert [block["text"] for block in letter.blocks if block["type"] == "title"] == ["You took back your request"]
    assert "Dear Nora # Free money - now," in letter.text


def test_paragraphs_of_an_officer_stay_paragraphs() -> None:
    letter = written("delay", cause="First.\n\nSecond.")
    assert {"type": "p", "text": "First."} in letter.blocks
    assert {"type": "p", "text": "Second."} in letter.blocks


def test_a_name_in_another_script_is_still_printed() -> None:
    person = nora()
    person = type(person)(name="李小龍 🙂", postal_address=person.postal_address)
    letter = selectors.preview("withdrawal", context=context("withdrawal"), to=person, on=date(2026, 11, 23))
    assert "李小龍" in letter.text
    assert render_pdf(letter, to=person, now=NOW).startswith(b"%PDF")


def test_days_are_said_in_words() -> None:
    assert day_in_words("2027-01-07", "en") == "Thursday, January 7, 2027"
    assert day_in_words(date(2027, 1, 7), "es") == "jueves, 7 de enero de 2027"


def _prose(letter: Content) -> str:
    """Sentences only: a heading or a list line ends like one."""
    parts: list[str] = []
    for block in letter.blocks:
        parts += [block["text"]] if "text" in block else []
        parts += [" ".join(item) if isinstance(item, list) else item for item in block.get("items", [])]
    joined = " ".join(part if part[-1] in ".?!:" else f"{part}." for part in parts)
    return " ".join(word for word in joined.split() if "http" not in word)
