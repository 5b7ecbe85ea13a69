"""A letter about one member company carries that company's name and color; the group's privacy office writes it."""

import io

import pikepdf
import pytest

from notifications import letters
from notifications.letterhead import head_of
from notifications.models import Letter
from notifications.pdf import render_pdf
from notifications.selectors import words_of
from requests_app.profile import BRANDS
from tests import cast
from tests.conftest import NOW
from tests.notifications.samples import nora
from tests.notifications.test_letters import written

SHIPPING, GROUP = "JM Shipping Solution", "Jewelers Mutual Group"


def acknowledgement(*companies: str) -> Letter:
    cast.ask(cast.body("access", companies=list(companies)), now=NOW)
    cast.work_off(NOW)
    return Letter.objects.filter(kind="acknowledgement").order_by("id")[0]


@pytest.mark.django_db
def test_nora_asks_the_shipping_company_alone_and_reads_its_name_first(mailoutbox) -> None:
    letter = acknowledgement("jm-facets")
    (mail,) = [one for one in mailoutbox if letter.message_id in one.extra_headers["Message-ID"]]
    assert mail.body.splitlines()[:2] == [SHIPPING, GROUP]
    assert f"<strong>{SHIPPING}</strong><br>{GROUP}" in mail.alternatives[0][0]
    assert (SHIPPING in mail.subject, SHIPPING in mail.extra_headers["From"]) == (False, False)
    assert words_of(letter.id).head == head_of("jm-facets"), "kept with the words that were sent"


@pytest.mark.django_db
@pytest.mark.parametrize("companies", [["group"], []])
def test_a_letter_of_the_whole_group_has_the_groups_head(companies: list[str]) -> None:
    letter = acknowledgement(*companies)
    assert (letter.context.get("company"), words_of(letter.id).head) == (None, None)


@pytest.mark.django_db
def test_two_companies_write_a_letter_each_and_the_code_for_both_has_the_groups_head() -> None:
    bare = {key: value for key, value in cast.NORA.items() if key not in {"email", "phone"}}
    cast.ask(cast.body("access", companies=["jm-facets", "jm-agency"], consumer=bare), now=NOW)
    cast.work_off(NOW)
    heads = {row.context.get("company") for row in Letter.objects.filter(kind="acknowledgement")}
    assert heads == {"jm-facets", "jm-agency"}
    assert {row.context.get("company") for row in Letter.objects.filter(kind="access_code_letter")} <= {None}


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("slug", ["jm-facets", "group"])
def test_the_sheet_has_it_too_and_the_sender_stays(language: str, slug: str) -> None:
    letter = written("acknowledgement", language, company=slug)
    with pikepdf.open(io.BytesIO(render_pdf(letter, to=nora(language), now=NOW))) as sheet:
        assert sheet.open_metadata()["dc:creator"] == [GROUP]
        assert sheet.open_metadata()["pdfuaid:part"] == "1"
        drawn = sheet.pages[0].Contents.read_bytes()
    red = int(BRANDS["jm-facets"].brand[1:3], 16) / 255 - 0.000_000_5  # cut off, not rounded
    assert (f"{red:.6f}".encode() in drawn) is (slug == "jm-facets")


def test_only_a_companys_own_file_makes_a_head() -> None:
    assert {slug: head_of(slug).name for slug in BRANDS} == {slug: one.name for slug, one in BRANDS.items()}
    for no in ("group", "", None, "../profile", "jm-nobody", "x" * 500):
        assert head_of(no) is None


def test_a_text_message_has_no_room_for_a_head() -> None:
    assert written("verification_text", company="jm-facets").head is None
