"""Doing again what a restored database has forgotten: erasures, holds, opt-outs, and the end of somebody's access."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from accounts import services as accounts
from accounts.principals import Principal
from accounts.selectors import all_keys, user_of
from accounts.services import access_again, single_sign_on
from audit import details
from audit.following import missing
from dsar_portal.upkeep.journal import Line
from fulfillment.services.erasing_again import erase_item
from notifications import services as letters
from requests_app.services import attachments, links, release_again
from requests_app.services.children_again import freeze_again
from requests_app.services.code_again import close_code
from requests_app.services.holds_again import erased_again, hold_again
from requests_app.services.opt_out_again import opens, stop_again
from vault import services as vault
from verification.services import agents, kept_permissions, papers

BY = Principal.system("restore")
CAUSE = "restored_backup"
OPT_OUT = "suppression.added"
CHILD = "child.frozen"
HOLDS = (
    "request.hold_placed",
    "request.hold_person_known",
    "request.hold_renewed",
    "request.hold_release_asked",
    "request.hold_kept",
    "request.hold_released",
    "request.hold_lapsed",
)
Again = Callable[[Line, datetime], bool]


def _shred(line: Line, now: datetime) -> bool:
    return vault.shred(file_id=UUID(line.subject), by=BY.actor, now=now, cause=CAUSE)


def _destroy_paper(line: Line, now: datetime) -> bool:
    return papers.destroy(paper_id=UUID(line.subject), cause=CAUSE, by=BY.actor, now=now)


def _destroy_attachment(line: Line, now: datetime) -> bool:
    return attachments.destroy(attachment_id=UUID(line.subject), cause=CAUSE, by=BY, now=now)


def _erase_letters(line: Line, now: datetime) -> bool:
    return bool(line.request) and letters.erase_content(about=UUID(line.request), by=BY.actor, now=now) > 0


def _erase_item(line: Line, now: datetime) -> bool:
    return erase_item(item_id=UUID(str(line.facts["item"])), by=BY.actor, now=now)


def _erase_words(line: Line, now: datetime) -> bool:
    """The words behind the entries of one request, and the key that sealed them."""
    return bool(line.request) and details.erase(owner=UUID(line.request), by=BY.actor, now=now, cause=CAUSE) > 0


def _stop_again(line: Line, now: datetime) -> bool:
    request = UUID(line.request) if line.request else None
    subject = UUID(line.subject)
    return bool(line.detail) and stop_again(
        suppression_id=subject, request_id=request, kept=line.detail, by=BY, now=now
    )


def _freeze_child(line: Line, now: datetime) -> bool:
    """The whole report again: who it is about, its clock, and what every system has to do."""
    return bool(line.detail) and freeze_again(inquiry_id=UUID(line.subject), kept=line.detail, by=BY, now=now)


def _kept_data(line: Line, now: datetime) -> bool:
    return erased_again(kept_id=UUID(line.subject), by=BY, now=now)


def _hold_again(line: Line, now: datetime) -> bool:
    """Whatever was done to it last: the line holds the whole state of the hold."""
    return bool(line.detail) and hold_again(hold_id=UUID(line.subject), kept=line.detail, by=BY, now=now)


def _stop_release(line: Line, now: datetime) -> bool:
    """What was stopped, or refused as somebody else's, waits for an officer again."""
    submission = UUID(line.request) if line.request else None
    at = datetime.fromisoformat(line.at)
    return release_again.stop_again(hold_id=UUID(line.subject), submission_id=submission, stopped_at=at, by=BY, now=now)


def _close_account(line: Line, now: datetime) -> bool:
    user = user_of(UUID(line.subject))
    if user is None or not user.is_active:
        return False
    accounts.deactivate(user_id=user.id, by=BY, now=now, cause=CAUSE)
    return True


def _narrow(line: Line, now: datetime) -> bool:
    roles, companies = line.facts["roles"], line.facts["companies"]
    return access_again.narrow(user_id=UUID(line.subject), roles=roles, companies=companies, by=BY, now=now)


def _withdraw_password(line: Line, now: datetime) -> bool:
    return access_again.withdraw_password(user_id=UUID(line.subject), by=BY, now=now)


def _withdraw_factor(line: Line, now: datetime) -> bool:
    """One that was set up after the reset stays."""
    user_id, at = UUID(str(line.facts["user"])), datetime.fromisoformat(line.at)
    return access_again.withdraw_factor(user_id=user_id, before=at, by=BY, now=now)


def _close_code(line: Line, now: datetime) -> bool:
    at = datetime.fromisoformat(line.at)
    return close_code(submission_id=UUID(line.subject), replaced_at=at, by=BY, now=now)


def _withdraw_key(line: Line, now: datetime) -> bool:
    open_keys = {key.id for key in all_keys() if key.revoked_at is None}
    if UUID(line.subject) not in open_keys:
        return False
    accounts.revoke_api_key(key_id=UUID(line.subject), by=BY, now=now, cause=CAUSE)
    return True


def _revoke_links(line: Line, now: datetime) -> bool:
    purpose = str(line.facts["purpose"])
    return bool(line.request) and links.revoke(request_id=UUID(line.request), purpose=purpose, by=BY, now=now) > 0


def _untie(line: Line, now: datetime) -> bool:
    return single_sign_on.untie_again(link_id=UUID(line.subject), by=BY, now=now)


def _suspend_agent(line: Line, now: datetime) -> bool:
    return agents.suspend_again(agent_id=UUID(line.subject), by=BY.actor, now=now)


def _end_permission(line: Line, now: datetime) -> bool:
    status, way = line.action.rpartition(".")[2], str(line.facts["way"])
    return kept_permissions.end_again(permission_id=UUID(line.subject), status=status, way=way, by=BY.actor, now=now)


def _stays_as_it_is(line: Line, now: datetime) -> bool:
    """The later deed of a pair: it only keeps the earlier one from being done again."""
    return False


# Kind of deed -> event -> how it is done again.
KINDS: dict[str, dict[str, Again]] = {
    "erasures": {
        "file.shredded": _shred,
        "identity.evidence_shredded": _destroy_paper,
        "attachment.destroyed": _destroy_attachment,
        "letter.content_erased": _erase_letters,
        "item.erased": _erase_item,
        "kept.erased": _kept_data,
        "audit.detail_erased": _erase_words,
        "data_key.destroyed": _erase_words,
    },
    "holds": dict.fromkeys(HOLDS, _hold_again),
    "stops": {
        "release_hold.stopped": _stop_release,
        "release_hold.refused": _stop_release,
        "release_hold.cleared": _stays_as_it_is,
    },
    "opt_outs": {OPT_OUT: _stop_again},
    "children": {CHILD: _freeze_child, "child.freed": _stays_as_it_is},
    "access": {
        "user.deactivated": _close_account,
        "user.reactivated": _stays_as_it_is,
        "user.roles_changed": _narrow,
        "staff.password_reset": _withdraw_password,
        "staff.password_changed": _withdraw_password,
        "staff.second_factor_reset": _withdraw_factor,
        "submission.code_renewed": _close_code,
        "api_key.revoked": _withdraw_key,
        "link.revoked": _revoke_links,
        "user.sign_in_unlinked": _untie,
        "agent.suspended": _suspend_agent,
        "agent.confirmed": _stays_as_it_is,
        "permission.revoked": _end_permission,
        "permission.disputed": _end_permission,
    },
}
REPLAYS: dict[str, Again] = {event: again for events in KINDS.values() for event, again in events.items()}
_KIND_OF = {event: kind for kind, events in KINDS.items() for event in events}
# Deeds on one row that do not answer each other: an account that was closed, then got another password, stays closed.
_MATTER_OF = {
    "user.roles_changed": "roles",
    "staff.password_reset": "password",
    "staff.password_changed": "password",
}


def forgotten(lines: Iterable[Line]) -> list[Line]:
    """The deeds that the ledger of this database does not hold; of several on one row only the last on its matter."""
    every = list(lines)
    lost = missing(line.entry_id for line in every)
    # A lost deed that a known one has overtaken since (an account was opened again) is not done once more.
    last = {(_matter(line.action), line.subject): line for line in every}
    return sorted((line for line in last.values() if line.entry_id in lost), key=lambda line: line.place)


def _matter(action: str) -> str:
    return _MATTER_OF.get(action) or _KIND_OF.get(action, action)


def unopened(lines: Iterable[Line]) -> int:
    """How many opt-outs of these lines cannot be read with the field keys at hand."""
    stopped = (line for line in lines if line.action == OPT_OUT and line.detail)
    return sum(not opens(suppression_id=UUID(line.subject), kept=line.detail) for line in stopped)


def replay(lines: Iterable[Line], *, now: datetime) -> Counter[str]:
    """Do forgotten deeds again, each in a transaction of its own. May be repeated. Gives how many of each kind."""
    done: Counter[str] = Counter()
    for line in lines:
        again = REPLAYS.get(line.action)
        if again is not None and again(line, now):
            done[_KIND_OF[line.action]] += 1
    return done
