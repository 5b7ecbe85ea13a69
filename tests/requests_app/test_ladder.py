"""A ladder that cannot be half right, and the days on which its rungs stand."""

import tomllib
from copy import deepcopy
from datetime import date

import pytest
from django.conf import settings

from requests_app.ladder import LadderInvalid, To, load, read
from requests_app.owing import reminder_days
from requests_app.profile import LADDER

RAW = tomllib.loads(settings.LADDER_FILE.read_text(encoding="utf-8"))


def changed(**tables):
    raw = deepcopy(RAW)
    for path, value in tables.items():
        table = raw
        *above, last = path.split("__")
        for name in above:
            table = table[name]
        table[last] = value
    return raw


class TestTheRungs:
    def test_of_forty_five_days(self):
        assert dict(reminder_days(day_zero=date(2026, 11, 23), respond_by=date(2027, 1, 7), ladder=LADDER)) == {
            "half": date(2026, 12, 15),
            "three_quarters": date(2026, 12, 26),
            "ten_days": date(2026, 12, 28),
            "five_days": date(2027, 1, 2),
            "two_business_days": date(2027, 1, 5),
        }
        assert LADDER.propose_denial.day(date(2026, 11, 23), date(2027, 1, 7)) == date(2027, 1, 4)

    def test_of_a_short_period_are_only_those_that_fit(self):
        days = reminder_days(day_zero=date(2026, 11, 23), respond_by=date(2026, 11, 30), ladder=LADDER)
        assert [day for _code, day in days] == sorted(day for _code, day in days)
        assert "ten_days" not in dict(days)

    def test_an_escalation_stands_also_where_the_period_is_shorter_than_its_days(self):
        (escalation,) = (rung for rung in LADDER.rungs if rung.deed == "escalate")
        assert escalation.day(date(2026, 11, 23), date(2026, 11, 24)) == date(2026, 11, 20)
        assert (escalation.mark, escalation.to) == ("escalate.two_business_days", (To.LEAD,))


class TestTheFile:
    def test_another_ladder_has_another_version(self):
        more = read(changed(remind__early={"when": "30 days before", "to": ["lead", "administrator"]}))
        assert (more.version != LADDER.version, len(more.rungs)) == (True, len(LADDER.rungs) + 1)
        assert read(RAW) == LADDER

    @pytest.mark.parametrize(
        ("tables", "words"),
        [
            ({"remind__half__when": "soon"}, "remind.half: when should be such as '50 percent'"),
            ({"remind__half__when": "100 percent"}, "remind.half: when should be"),
            ({"remind__half__when": 50}, "remind.half: when should be"),
            ({"remind__half__to": ["officer"]}, "remind.half: to should be a list with one or more of assignee, lead"),
            ({"remind__half__to": []}, "remind.half: to should be a list"),
            ({"remind__half__to": "lead"}, "remind.half: to should be a list"),
            ({"remind__half__duty": "appeal"}, "remind.half: duty should be one of respond, acknowledge"),
            ({"remind__half__hour": 6}, "remind.half: hour is not known"),
            ({"remind__Half": RAW["remind"]["half"]}, "remind.Half: the name should be lower-case"),
            ({"remind__half": "often"}, "remind.half is not a table"),
            ({"remind": []}, "remind is not a table"),
            ({"nag": {}}, "nag is not known"),
            ({"breach": {}}, "breach: to should be a list"),
            ({"propose_denial__when": "never"}, "propose_denial: when should be"),
        ],
    )
    def test_is_refused_with_a_sentence_for_each_fault(self, tables, words):
        with pytest.raises(LadderInvalid) as refused:
            read(changed(**tables))
        assert words in str(refused.value)

    def test_tells_all_its_faults_at_once(self):
        raw = changed(remind__half__when="soon", escalate__two_business_days__to=[])
        del raw["breach"]
        with pytest.raises(LadderInvalid) as refused:
            read(raw)
        assert len(refused.value.faults) == 4  # what is missing is missed twice: the table and whom it tells
        assert "breach is missing" in refused.value.faults

    @pytest.mark.parametrize("text", ["[remind", "\xff".encode("latin-1")])
    def test_that_cannot_be_read_says_so(self, tmp_path, text):
        file = tmp_path / "ladder.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(LadderInvalid, match=r"ladder\.toml cannot be used"):
            load(file)
        with pytest.raises(LadderInvalid, match="No such file"):
            load(tmp_path / "none.toml")
