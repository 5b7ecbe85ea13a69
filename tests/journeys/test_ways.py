"""Without a switch each story is told in one way; together they are told in all of them."""

from tests.journeys import test_asking, test_breaks, test_short_ways, ways

STORIES = (test_asking, test_breaks, test_short_ways)


def test_each_way_is_the_usual_one_of_some_story() -> None:
    marks = [mark for module in STORIES for one in vars(module).values() for mark in getattr(one, "pytestmark", [])]
    assert {mark.args[0] for mark in marks if mark.name == ways.USUAL} == set(ways.WAYS)
