"""How much proof for which right: the table of the law, cell by cell."""

import pytest

from verification.assurance import (
    POINTS,
    Point,
    Tier,
    Worth,
    authority_accepted,
    enough,
    fallback_scope,
    required_tier,
    rests_on,
)

OPT_OUT_KINDS = (
    "marketing_email", "marketing_phone", "marketing_sms", "marketing_mail", "sale_sharing", "targeted_advertising",
    "profiling", "limit_sensitive", "affiliate_sharing", "nonaffiliate_sharing",
)  # fmt: skip
CAPACITIES = ("self", "authorized_agent", "parent_or_guardian", "executor", "conservator")


def shown(*kinds: str) -> list[Point]:
    return [Point(kind, "test") for kind in kinds]


@pytest.mark.parametrize("kind", OPT_OUT_KINDS)
@pytest.mark.parametrize("capacity", CAPACITIES)
def test_no_opt_out_by_anybody_needs_proof(kind: str, capacity: str) -> None:
    assert required_tier(right="opt_out", kinds=[kind], capacity=capacity, relationships=["policyholder"]) is Tier.T0


@pytest.mark.parametrize("right", ["restriction", "objection", "consent_withdrawal", "appeal"])
def test_protective_rights_need_no_proof(right: str) -> None:
    assert required_tier(right=right, relationships=["policyholder"]) is Tier.T0


@pytest.mark.parametrize(
    ("asked", "tier"),
    [
        ({"right": "access", "scope": "categories"}, Tier.T1),
        ({"right": "access", "scope": "specific_pieces"}, Tier.T2),
        ({"right": "access", "scope": "portability"}, Tier.T2),
        ({"right": "access"}, Tier.T2),
        ({"right": "automated_decision", "scope": "specific_pieces"}, Tier.T2),
        ({"right": "automated_decision"}, Tier.T1),
        ({"right": "deletion"}, Tier.T2),
        ({"right": "deletion", "relationships": ["policyholder"]}, Tier.T2),
        ({"right": "deletion", "relationships": ["website_visitor"]}, Tier.T1),
        ({"right": "deletion", "relationships": ["website_visitor", "event_contact"]}, Tier.T1),
        ({"right": "deletion", "relationships": ["website_visitor", "policyholder"]}, Tier.T2),
        ({"right": "deletion", "relationships": ["website_visitor"], "systems": ["claims"]}, Tier.T2),
        ({"right": "deletion", "systems": ["marketing"]}, Tier.T1),
        ({"right": "correction", "fields": ["given_name"]}, Tier.T1),
        ({"right": "correction", "fields": ["given_name", "email"]}, Tier.T2),
        ({"right": "correction", "fields": ["payment_details"]}, Tier.T2),
        ({"right": "no_such_right"}, Tier.T2),
    ],
)
def test_each_right_has_its_tier(asked: dict, tier: Tier) -> None:
    assert required_tier(**asked) is tier


def test_a_copy_that_cannot_be_proved_becomes_the_categories() -> None:
    assert fallback_scope(right="access", scope="specific_pieces") == "categories"
    assert fallback_scope(right="access", scope="categories") is None
    assert fallback_scope(right="deletion", scope=None) is None


def test_two_points_are_reasonable_and_three_with_a_signature_are_more() -> None:
    two = shown("email_control", "policy_number")
    three = [*two, *shown("date_of_birth")]
    assert enough(points=shown("email_control"), declaration=True, on_file_contact=True) is Tier.T0
    assert enough(points=two, declaration=True, on_file_contact=True) is Tier.T1
    assert enough(points=three, declaration=False, on_file_contact=True) is Tier.T1
    assert enough(points=three, declaration=True, on_file_contact=False) is Tier.T2
    assert enough(points=[*three, *shown("document_check")], declaration=True, on_file_contact=False) is Tier.T3


def test_company_facts_without_an_on_file_contact_stop_at_reasonable() -> None:
    facts = shown("customer_number", "policy_number", "date_of_birth")
    assert enough(points=facts, declaration=True, on_file_contact=False) is Tier.T1
    assert enough(points=facts, declaration=True, on_file_contact=True) is Tier.T2


def test_everything_a_household_member_knows_is_worth_nothing_alone() -> None:
    household = shown(*(kind for kind, rule in POINTS.items() if rule.worth is Worth.HOUSEHOLD))
    assert len(household) > 5
    assert enough(points=household, declaration=True, on_file_contact=True) is Tier.T0


def test_points_that_do_not_count_or_that_nobody_knows_add_nothing() -> None:
    points = [Point("email_control", "email_code", counts=False), *shown("policy_number", "blood_group")]
    assert enough(points=points, declaration=True, on_file_contact=True) is Tier.T0


def test_typing_an_address_and_reading_its_mail_is_one_point() -> None:
    assert enough(points=shown("email", "email_control"), declaration=True, on_file_contact=True) is Tier.T0


def test_the_disputed_field_is_no_proof_of_itself_in_any_showing() -> None:
    assert rests_on("email_control", ["email"])
    assert rests_on("call_back", ["phone"])
    assert rests_on("item_type", ["item_details"])
    assert not rests_on("policy_number", ["email"])


def test_whoever_asks_for_another_needs_paper() -> None:
    assert authority_accepted(capacity="self") == frozenset()
    assert "power_of_attorney" in authority_accepted(capacity="authorized_agent")
    assert authority_accepted(capacity="executor") == {"court_paper"}
    assert authority_accepted(capacity="a friend") == {"court_paper"}
