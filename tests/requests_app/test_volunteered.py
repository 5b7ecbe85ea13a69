"""What a caller says without being asked is not kept."""

from requests_app.volunteered import MARKS, Secret, clean

SSN, CARD = MARKS[Secret.SSN], MARKS[Secret.CARD]
SOCIAL = (
    "123-45-6789", "123 45 6789", "123.45.6789", "123456789", "1 2 3 4 5 6 7 8 9", "1-2-3-4-5-6-7-8-9",
    "123 - 45 - 6789", "123\u201345\u20136789", "one two three four five six seven eight nine", "123 456 789",
    "uno dos tres cuatro cinco seis siete ocho nueve", "\uff11\uff12\uff13-45-6789", "987-65-4321", "1 2 3-4 5-6 7 8 9",
)  # fmt: skip
CARDS = (
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "5500 0000 0000 0004", "3782 822463 10005", "6011.0000.0000.0004", "41111111 11111111",
)  # fmt: skip
PARTS = {
    "last four of my social are 6789": "last four of my social are " + SSN,
    "SSN: 45 6789": "SSN: " + SSN,
    "mi seguro social es 6 7 8 9": "mi seguro social es " + SSN,
}
HARMLESS = (
    "Call 920-555-0142 or 1-920-555-0142", "54956-1234", "policy 55-102938", "12 Elm St, Neenah WI 54956",
    "4111111111111112", "born 04/09/1961", "1Z999AA10123456784", "May 2026, 3 rings, 2 watches", "social worker",
    "one of them and two more", "000-12-3456", "920 555 0142 54956",
)  # fmt: skip


def test_a_social_security_number_in_any_spelling() -> None:
    for said in SOCIAL:
        cleaned = clean(f"My number is {said}, please.")
        assert (cleaned.text, cleaned.found) == (f"My number is {SSN}, please.", (Secret.SSN,)), said


def test_a_card_number_in_any_spelling() -> None:
    for said in CARDS:
        assert clean(f"It was {said} I think").text == f"It was {CARD} I think", said


def test_a_part_of_it_as_well() -> None:
    assert {said: clean(said).text for said in PARTS} == PARTS


def test_other_numbers_stay() -> None:
    assert [clean(said).text for said in HARMLESS] == list(HARMLESS)


def test_a_field_for_a_number_may_hold_nine_digits_but_no_secret() -> None:
    assert clean("123456789", number=True).text == "123456789"
    assert clean("123-45-6789", number=True).text == SSN
    assert clean("4111111111111111", number=True).text == CARD


def test_both_next_to_each_other() -> None:
    assert clean("123-45-6789 4111 1111 1111 1111").text == f"{SSN} {CARD}"
