"""What a practice call came to: what would have been filed, where a real call would have stood, what to do better."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dsar_portal import wording
from dsar_portal.callcenter.forms import body
from dsar_portal.callcenter.forms.call import ANSWERS, CallForm
from dsar_portal.callcenter.scripts import practice
from dsar_portal.callcenter.scripts.practice import Caller
from dsar_portal.callcenter.scripts.readback import read_back
from dsar_portal.callcenter.views.sent import Sent, is_confirmed, taken_of
from requests_app.input_fields import Invalid
from requests_app.profile import GROUP, PROFILE
from requests_app.services import call_filing, calls
from requests_app.services.practice import needed_for
from verification.assurance import Tier

DROPPED = "dropped"
# The tick and the notice have their own sentences in the feedback.
OWN_WORDS = frozenset({"confirmed", "consent"})


@dataclass(frozen=True)
class Slip:
    """One thing that would have gone wrong in a real call."""

    code: str
    text: str


def context(sent: Sent, *, caller: Caller, ended: str, removed: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The page after a practice call. Nothing in here reads or writes anything of real people."""
    filing = ended == practice.FILE
    refusals = _refusals(sent, now) if filing else []
    slips = list(_slips(sent, caller=caller, ended=ended, removed=removed, now=now))
    raw = body.body_of(sent.fields)
    return {
        "caller": caller,
        "ended": ended,
        "slips": slips,
        "refusals": refusals,
        # Tick and notice stand between a sound page and its filing.
        "unready": filing and bool(OWN_WORDS.intersection(sent.form.errors)),
        "asked": [_asked(one) for one in raw["rights"]],
        "company": _("whole group") if raw["companies"] == [GROUP] else PROFILE.company_name(raw["companies"][0]),
        "read": read_back(raw, answer_by=calls.answer_by(raw, now=now)),
        "proof": _proof(sent, caller) if filing else None,
        "others": [one for one in practice.CALLERS.values() if one.key != caller.key],
    }


def _refusals(sent: Sent, now: datetime) -> list[str]:
    """The messages with which a real call would have stayed on the screen, besides tick and notice."""
    form = sent.form
    try:
        submission = body.read(sent.fields, now=now)
        call_filing.check(taken_of(sent), submission)
    except Invalid as invalid:
        body.show_errors(form, invalid)
    return [str(message) for name, found in form.errors.items() if name not in OWN_WORDS for message in found]


def _slips(sent: Sent, *, caller: Caller, ended: str, removed: dict[str, Any], now: datetime) -> Iterator[Slip]:
    if removed:
        labels = ", ".join(str(CallForm().fields[name].label) for name in sorted(removed) if name in CallForm().fields)
        said = _(
            "A Social Security or card number was typed (%(where)s). It was taken out. "
            "Pause the recording, and do not type what nobody asked for."
        )
        yield Slip("secret", said % {"where": labels})
    if ended == DROPPED:
        return
    if ended != caller.ends:
        yield Slip("ending", _ending(caller))
    if ended == practice.FILE:
        yield from _of_notice(sent, caller)
        yield from _of_choice(sent, caller)
        if not is_confirmed(sent, now=now) and "confirmed" in sent.form.errors:
            yield Slip("read_back", str(sent.form.errors["confirmed"][0]))


def _ending(caller: Caller) -> str:
    if caller.ends == practice.CLAIM:
        return _("This caller only had a question about a claim: connect them with “Claim question”, and file nothing.")
    return _("This caller used a right: that has to be filed, not connected to another desk.")


def _of_notice(sent: Sent, caller: Caller) -> Iterator[Slip]:
    said = sent.fields.get("consent")
    if said not in {"yes", "no"}:
        yield Slip("notice", _("The recording notice is missing: say it first, and note the answer."))
    elif said != caller.consent and caller.consent == "no":
        yield Slip("notice", _("The caller preferred no recording. Stop it, and note that."))


def _of_choice(sent: Sent, caller: Caller) -> Iterator[Slip]:
    """Whether what was asked for was chosen, nothing more was asked, and what was said was heard."""
    chosen, kinds = set(sent.fields["rights"]), set(sent.fields["kinds"])
    if chosen != caller.rights and caller.rights:
        words = {"wanted": _named(caller.rights), "chosen": _named(chosen) or _("nothing")}
        yield Slip("right", _("Wrong right: the caller asked for %(wanted)s, you chose %(chosen)s.") % words)
    elif caller.kinds and kinds != caller.kinds:
        wanted = ", ".join(str(wording.KINDS[kind]) for kind in sorted(caller.kinds))
        said = _("Stop what the caller asked to stop, no less and no more: %(wanted)s.")
        yield Slip("kinds", said % {"wanted": wanted})
    if body.NEED_PROOF.isdisjoint(chosen) and _answered(sent):
        yield Slip("over_asked", _("Nothing chosen needs proof of identity: do not ask for any."))
    labels = [str(CallForm().fields[name].label) for name in practice.misheard(caller, sent.fields)]
    if labels:
        yield Slip("heard", _("Not as the caller said it: %(fields)s.") % {"fields": ", ".join(labels)})


def _answered(sent: Sent) -> dict[str, str]:
    """The answers to questions of identity, by kind of fact, as far as the person gave any."""
    given = {kind: sent.data.get(name, "") for kind, name in ANSWERS.items()}
    given["date_of_birth"] = str(sent.fields.get("date_of_birth") or "")
    return {kind: text.strip() for kind, text in given.items() if text.strip()}


def _proof(sent: Sent, caller: Caller) -> dict[str, Any] | None:
    """Whether the answers would have been enough. Which of them fitted is not said, here as little as in a call."""
    needed = needed_for(body.body_of(sent.fields))
    if needed is Tier.T0:
        return None
    also = {kind: str(sent.fields.get(kind) or "") for kind in ("phone", "postal_code")}
    got = practice.reached(caller, {**also, **_answered(sent)})
    return {"enough": got >= needed, "some": got > Tier.T0}


def _asked(one: dict[str, Any]) -> dict[str, Any]:
    words = str(wording.RIGHTS.get(one["right"], one["right"]))
    return {
        "words": words,
        "kinds": [wording.word(wording.KINDS, kind) for kind in one.get("kinds", [])],
        "done": one["right"] == "opt_out",
    }


def _named(rights: frozenset[str] | set[str]) -> str:
    return ", ".join(capfirst(wording.word(wording.RIGHTS, right)) for right in sorted(rights))
