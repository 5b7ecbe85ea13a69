"""The table of roles, cell by cell, written out a second time so that a change must be made twice."""

import pytest

from accounts import scopes
from accounts.roles import HOME, MATRIX, Permission, Role, home_of, permissions_of

OFFICER = "queue_see request_read request_work request_decide request_reveal request_export metrics_read"
MAY = {
    "call_agent": "call_take call_lookup",
    "call_supervisor": "call_quality metrics_read calls_reconcile scripts_edit scripts_approve training_record",
    "mail_room": "mail_print mail_arrived",
    "officer": f"{OFFICER} suppressions_read",
    "lead": f"{OFFICER} suppressions_read rules_propose rules_approve assurance_read guests_invite access_review "
    "calls_reconcile scripts_approve training_record",
    "steward": "task_work",
    "auditor": "ledger_read metrics_read request_read assurance_read access_review calls_reconcile",
    "admin": "users_manage rules_propose rules_approve webhooks_manage assurance_read jobs_manage guests_invite "
    "training_record",
}
CELLS = [(role, permission, permission in MAY[role].split()) for role in Role for permission in Permission]


@pytest.mark.parametrize(("role", "permission", "may"), CELLS)
def test_every_cell_of_the_table(role, permission, may):
    assert (permission in permissions_of([role])) is may


def test_the_table_is_complete():
    assert set(MATRIX) == set(Role) == set(HOME)


def test_two_roles_add_up_and_a_strange_one_adds_nothing():
    both = permissions_of(["steward", "call_agent", "emperor"])
    assert both == MATRIX[Role.STEWARD] | MATRIX[Role.CALL_AGENT]


def test_everybody_begins_at_their_own_desk():
    assert home_of(["lead"]) == home_of(["officer"]) == "/officer/"
    assert home_of(["call_agent"]) == "/phone/"
    assert home_of([]) == "/staff/account/"


def test_a_key_cannot_hold_what_its_owner_may_not_do():
    admin, officer = permissions_of(["admin"]), permissions_of(["officer"])
    wanted = ["requests:create", "requests:decide", "requests:read_all", "no:such"]
    assert scopes.allowed(wanted, owner=admin, withheld=frozenset()) == {"requests:create"}
    assert scopes.allowed(wanted, owner=officer, withheld=frozenset()) == {
        "requests:create",
        "requests:decide",
        "requests:read_all",
    }
