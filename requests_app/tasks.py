"""Jobs and sweeps of the core. They hold no logic: each calls one verb."""

from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from audit.actors import Actor
from jobs.registry import handles
from jobs.sweeps import sweep
from requests_app.services import (
    attachments,
    checks_over,
    children,
    delay,
    drafts,
    duplicates,
    duties,
    extension_notices,
    forgetting_proof,
    holding,
    holds,
    keeping_watch,
    kept_healing,
    lapsing,
    law,
    lifting,
    notices,
    packs,
    paper_forms,
    papers,
    plans,
    promised_calls,
    release_going_on,
    release_holds,
    renewals,
    retention,
    signs,
    texts,
)
from requests_app.services.watch import access, calls


@handles("requests.link_duplicates")
def link_duplicates(*, now: datetime, submission_id: str) -> None:
    duplicates.link(submission_id=UUID(submission_id), now=now)
    holding.note(submission_id=UUID(submission_id))


@handles("codes.renew")
def renew_code(*, now: datetime, reference: str) -> None:
    """Somebody lost an access code, or says so. A reference is an opaque id."""
    renewals.answer(known=reference, by=Principal.system("codes.renew"), now=now)


@handles("late.tell_leads")
def tell_leads(*, now: datetime, request_id: str) -> None:
    """A missed day was explained: the privacy leads hear of it by mail."""
    delay.tell_leads(request_id=UUID(request_id), now=now)


@handles("law.redate", atomic=False)
def redate_after_change(*, now: datetime, change: str) -> None:
    """Every open request that a change of the law brings an earlier day. Done again, it finds nothing left to move."""
    law.redate(change_id=UUID(change), by=Actor.system("law.redate"), now=now)


@handles("children.protect")
def protect_child(*, now: datetime, inquiry_id: str) -> None:
    """Somebody reported a child's data: its use stops."""
    children.protect(inquiry_id=UUID(inquiry_id), now=now)


@sweep("duties", every_seconds=60)
def carry_out_duties(*, now: datetime) -> int:
    return duties.carry_out(now=now)


@sweep("duty_plans", every_seconds=600)
def heal_plans(*, now: datetime) -> int:  # what lacks a plan is no matter of the clock
    return plans.heal()


@sweep("staff_notices", every_seconds=300)
def mail_notices(*, now: datetime) -> int:
    return notices.mail(now=now)


@sweep("old_notices", every_seconds=86400)
def forget_notices(*, now: datetime) -> int:
    return notices.forget_old(now=now)


@sweep("purge_drafts", every_seconds=3600)
def purge_drafts(*, now: datetime) -> int:
    return drafts.purge(now=now)


@sweep("retention", every_seconds=3600)
def purge_by_retention(*, now: datetime) -> int:
    return retention.purge(now=now)


@sweep("forget_proof", every_seconds=3600)
def forget_proof(*, now: datetime) -> int:
    return forgetting_proof.forget_due(now=now)


@sweep("checks_over", every_seconds=3600)
def shut_checks(*, now: datetime) -> int:
    return checks_over.close_left(now=now)


@sweep("papers", every_seconds=3600)
def destroy_papers(*, now: datetime) -> int:
    return papers.destroy_due(now=now)


@handles("evidence.pack", atomic=False)
def make_pack(*, now: datetime, pack_id: str) -> None:
    packs.make(pack_id=UUID(pack_id), now=now)


@sweep("evidence_packs", every_seconds=86400)
def drop_packs(*, now: datetime) -> int:
    return packs.drop_old(now=now)


@sweep("texts", every_seconds=3600)
def keep_texts(*, now: datetime) -> int:
    return texts.record(now=now)


@sweep("unusual_access", every_seconds=3600)
def report_unusual_access(*, now: datetime) -> int:
    return access.tell_leads(now=now)


@sweep("listed_calls", every_seconds=86400)
def forget_listed_calls(*, now: datetime) -> int:
    return calls.forget_old(now=now)


@sweep("legal_holds", every_seconds=300)
def lapse_holds(*, now: datetime) -> int:
    return holds.lapse_due(now=now)


@sweep("release_holds", every_seconds=60)
def end_release_holds(*, now: datetime) -> int:
    return release_going_on.end_due(now=now)


@sweep("release_holds_heal", every_seconds=3600)
def begin_release_holds(*, now: datetime) -> int:
    return release_holds.heal(now=now)


@sweep("networks", every_seconds=86400)
def forget_networks(*, now: datetime) -> int:
    return signs.forget_networks(now=now)


@sweep("kept_data", every_seconds=300)
def erase_kept(*, now: datetime) -> int:
    return lapsing.run_due(now=now)


@sweep("kept_data_heal", every_seconds=86400)
def heal_kept(*, now: datetime) -> int:
    return kept_healing.heal(now=now)


@sweep("kept_data_watch", every_seconds=3600)
def watch_kept(*, now: datetime) -> int:
    return keeping_watch.tell_leads(now=now)


@sweep("restrictions", every_seconds=300)
def lift_restrictions(*, now: datetime) -> int:
    return lifting.lift_due(now=now)


@sweep("promised_calls", every_seconds=3600)
def watch_promised_calls(*, now: datetime) -> int:
    return promised_calls.watch(now=now)


@sweep("extension_notices", every_seconds=300)
def watch_extension_notices(*, now: datetime) -> int:
    return extension_notices.watch(now=now)


@handles("forms.send")
def send_forms(*, now: datetime, submission_id: str) -> None:
    """The forms that somebody without e-mail signs on paper."""
    paper_forms.send(submission_id=UUID(submission_id), now=now)


@handles("forms.draw", atomic=False)
def draw_form(*, now: datetime, form_id: str) -> None:
    """Scan a form that came back, and draw its pages."""
    paper_forms.draw(form_id=UUID(form_id), now=now)


@handles("attachments.prepare", atomic=False)
def prepare_attachment(*, now: datetime, attachment_id: str) -> None:
    """Scan a file that came with a message, and draw its pages."""
    attachments.prepare(attachment_id=UUID(attachment_id), now=now)
