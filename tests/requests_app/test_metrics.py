"""The figures of 11 CCR 7102, with the examples of the law's table."""

import pytest

from requests_app.metrics import Row, line, mean, middle, reason, types


@pytest.mark.parametrize(
    ("days", "median", "average"),
    [([3, 7, 12, 44, 45, 45, 88], "44", "34.9"), ([3, 7, 12, 44, 45, 88], "28.0", "33.2"), ([], "", "")],
)
def test_median_and_mean_as_published(days: list[int], median: str, average: str) -> None:
    assert (middle(days), mean(days)) == (median, average)


def test_each_answer_is_counted_once_and_the_rest_is_shown() -> None:
    rows = [
        Row("delete", "completed", "", 10),
        Row("delete", "partly_completed", "DEL-LEGAL", 20),
        Row("delete", "denied", "ID-UNVERIFIED", 45),
        Row("delete", "denied", "AGT-NOAUTH", 30),
        Row("delete", "denied", "EXCESSIVE", 5),
        Row("delete", "in_progress", "", None),
    ]
    found = line("delete", rows)
    assert (found.received, found.complied_whole, found.complied_part, found.denied, found.open_or_withdrawn) == (
        6,
        1,
        1,
        3,
        1,
    )
    refused = (found.denied_unverifiable, found.denied_not_consumer, found.denied_exempt, found.denied_other)
    assert refused == (1, 1, 1, 1)
    assert found.median_days == "20"


def test_grounds_fall_into_the_classes_of_the_rule() -> None:
    assert reason("WITHHELD-ID") == "exempt"
    assert reason("NORECORD") == "other"


@pytest.mark.parametrize(
    ("right", "kinds", "counted"),
    [
        ("deletion", [], ("delete",)),
        ("objection", [], ()),
        ("opt_out", ["sale_sharing"], ("opt_out",)),
        ("opt_out", ["targeted_advertising", "marketing_email"], ("opt_out",)),
        ("opt_out", ["profiling"], ("opt_out",)),
        ("opt_out", ["limit_sensitive"], ("limit",)),
        ("opt_out", ["limit_sensitive", "marketing_mail"], ("limit",)),
        ("opt_out", ["limit_sensitive", "sale_sharing"], ("opt_out", "limit")),
        ("opt_out", ["marketing_email", "marketing_phone"], ("marketing",)),
        ("opt_out", ["affiliate_sharing"], ("marketing",)),
    ],
)
def test_an_opt_out_counts_by_what_it_stops(right: str, kinds: list[str], counted: tuple[str, ...]) -> None:
    assert types(right, kinds) == counted
