"""A child's data, reported by a program."""

from tests.api.caller import Caller, is_problem, pointers

PATH = "child-reports/"
REPORT = {"child": {"given_name": "Kit", "email": "kit@example.org"}, "details": "a contest", "language": "es"}


def test_a_report_is_taken_and_says_only_its_number(website: Caller) -> None:
    answer = website.post(PATH, REPORT)
    assert answer.status_code == 202
    assert set(answer.json()) == {"reference", "answer_by"}


def test_what_does_not_fit_names_its_member(website: Caller) -> None:
    bad = {"child": {"email": "no", "parent": "x", "date_of_birth": "2015-02-30"}, "proof": "x", "language": "fr"}
    answer = website.post(PATH, bad)
    is_problem(answer, 422)
    assert pointers(answer) == {
        "#/child/email", "#/child/parent", "#/child/date_of_birth", "#/proof", "#/language",
    }  # fmt: skip
    for empty in ({}, {"child": {}}, []):
        is_problem(website.post(PATH, empty), 422)
