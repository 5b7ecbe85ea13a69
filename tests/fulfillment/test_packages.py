"""The answer as a file: complete, without what never leaves, openable several times, and gone after its time."""

import csv
import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection

from audit.actors import Actor
from audit.selectors import entries_for
from fulfillment import selectors
from fulfillment.models import Package
from fulfillment.services import (
    NoPackage,
    build_package,
    describe_categories,
    expire_packages,
    open_package,
    release_package,
    revoke_package,
    set_item_outcome,
    withheld_types,
)
from fulfillment.spreadsheet import harmless
from jobs.services import run_due
from tests.conftest import NOW
from tests.fulfillment.conftest import CONSUMER

pytestmark = pytest.mark.django_db

FACTS = {
    "reference": "JM-7K3F-92QX", "scope": "specific_pieces", "language": "en", "name": "Nora Quist",
    "received_on": "2026-11-23", "period_from": "2022-01-01", "period_to": "2026-11-23",
    "company": "Jewelers Mutual Group",
}  # fmt: skip
SYSTEM = Actor.system("test")


def _released(request_id, **facts):
    build_package(request_id=request_id, facts=FACTS | facts, by=SYSTEM, now=NOW)
    run_due(now=NOW)
    release_package(request_id=request_id, by=SYSTEM, now=NOW)
    return request_id


def _open(request_id, part, now=NOW):
    return open_package(request_id=request_id, part=part, by=CONSUMER, now=now)


def _texts(request_id):
    return {part: _open(request_id, part).content.decode() for part in ("html", "json", "csv")}


class TestContent:
    def test_the_data_is_given_in_every_form(self, collected):
        for part, text in _texts(_released(collected)).items():
            assert "anniversary" in text, part

    def test_what_never_leaves_is_in_no_form_but_its_type_is_told(self, collected):
        texts = _texts(_released(collected))
        for part, text in texts.items():
            assert "000-12-3456" not in text, part
            assert "Jules" not in text, part
        assert "Social Security number" in texts["html"]
        document = json.loads(texts["json"])
        assert document["never_given"] == ["other_person", "ssn"]
        assert withheld_types(request_id=collected) == ["Details about another person", "Social Security number"]

    def test_a_thing_withheld_is_named_with_its_ground(self, collected):
        set_item_outcome(
            request_id=collected, category="commercial", system="marketing", outcome="withheld", ground="TRADESECRET",
            by=SYSTEM, now=NOW,
        )  # fmt: skip
        texts = _texts(_released(collected, reasons={"TRADESECRET": "This data would reveal a trade secret."}))
        for part, text in texts.items():
            assert "anniversary" not in text, part
            assert ("TRADESECRET" in text) == (part != "html"), part
        assert "This data would reveal a trade secret." in texts["html"]

    def test_an_answer_in_categories_holds_no_data(self, collected):
        _released(collected, scope="categories")
        document = json.loads(_open(collected, "json").content)
        assert document["records"] == []
        assert {one["category"] for one in document["categories"]} == {"contact", "sensitive", "commercial"}
        assert "Nora Quist" not in json.dumps(document["categories"])
        with pytest.raises(NoPackage):
            _open(collected, "csv")

    def test_a_spreadsheet_runs_nothing(self, collected):
        text = _open(_released(collected), "csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert next(row["value"] for row in rows if row["field"] == "note") == "'=HYPERLINK(1)"

    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "|x", "＝1"])
    def test_what_looks_like_a_formula_is_defused(self, text):
        assert harmless(text) == "'" + text

    def test_the_pdf_is_tagged_and_in_its_language(self, collected):
        file = _open(_released(collected, language="es"), "pdf")
        assert (file.name, file.media_type) == ("JM-7K3F-92QX.pdf", "application/pdf")
        with pikepdf.open(io.BytesIO(file.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("es")
            assert "StructTreeRoot" in str(list(pdf.Root.keys()))

    def test_markup_in_data_stays_text(self, nora):
        from fulfillment.package.readable import as_html

        words = {"lang": "en", "intro": "<script>alert(1)</script>"}
        assert b"<script>" not in as_html(words)

    def test_the_letter_gets_its_rows(self, collected):
        rows = describe_categories(request_id=collected)
        assert set(rows[0]) == {"category", "sources", "purposes", "recipients"}
        assert len(rows) == 3


class TestLife:
    def test_it_opens_several_times_until_it_expires(self, collected):
        _released(collected)
        for times in (1, 2, 3):
            _open(collected, "json")
            assert selectors.package_for(collected).opened_count == times
        entries = [entry for entry in entries_for(collected) if entry.action == "package.downloaded"]
        assert [entry.facts["times"] for entry in entries] == [1, 2, 3]
        with pytest.raises(NoPackage):
            _open(collected, "json", now=NOW + timedelta(days=30))

    def test_nothing_opens_before_it_is_released(self, collected):
        build_package(request_id=collected, facts=FACTS, by=SYSTEM, now=NOW)
        run_due(now=NOW)
        assert selectors.package_for(collected) is None
        assert selectors.latest_package(collected).status == "built"
        with pytest.raises(NoPackage):
            _open(collected, "json")

    def test_after_its_time_the_files_are_destroyed(self, collected):
        _released(collected)
        later = NOW + timedelta(days=30, seconds=1)
        assert expire_packages(now=later - timedelta(days=1)) == 0
        assert expire_packages(now=later) == 1
        assert expire_packages(now=later) == 0
        package = Package.objects.get(subject_ref=collected)
        assert (package.status, package.files, package.facts) == ("expired", {}, {})

    def test_a_new_package_takes_the_old_one_back(self, collected):
        _released(collected)
        build_package(request_id=collected, facts=FACTS, by=SYSTEM, now=NOW)
        statuses = Package.objects.filter(subject_ref=collected).values_list("status", flat=True)
        assert sorted(statuses) == ["building", "revoked"]

    def test_no_row_of_all_this_is_without_its_entry(self, collected):
        _released(collected)
        _open(collected, "pdf")
        expire_packages(now=NOW + timedelta(days=31))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_a_package_can_be_taken_back(self, collected):
        _released(collected)
        assert revoke_package(request_id=collected, by=SYSTEM, now=NOW)
        assert not revoke_package(request_id=collected, by=SYSTEM, now=NOW)
        with pytest.raises(NoPackage):
            _open(collected, "html")
