"""The coded reasons to refuse, to withhold or to keep, and how long kept records are kept. Pure: knows no framework.

A ground is never enough by itself: the decision adds the facts, the items it covers and, where it lapses, the day.
"""

# ruff: noqa: E501 - one ground a line, so that the file reads as the table it is

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from requests_app.calendars import months_after
from requests_app.regimes import Regime

ACCESS, DELETION, CORRECTION = "access", "deletion", "correction"
KNOW = frozenset({ACCESS, "portability"})
EVERY = frozenset(
    {
        "access", "portability", "correction", "deletion", "opt_out", "limit_use", "restriction", "objection",
        "automated_decision", "consent_withdrawal", "appeal",
    }
)  # fmt: skip
KDC = KNOW | {DELETION, CORRECTION}
OPTING_OUT = frozenset({"opt_out", "limit_use"})

US = frozenset({"house", "ccpa", "us_state"})
# Families whose law a reason must hold under wherever they bind: what our own promise allows is not enough there.
STRICT = frozenset({"gdpr", "canada"})
STATE_LAWS = frozenset({"ccpa", "us_state"})
# States whose right to deletion reaches only what the person gave us.
OWN_DATA = frozenset({"ccpa", "ia", "ut"})
INSURERS = frozenset({"insurer", "agency"})
EVERYWHERE = frozenset({"house", "ccpa", "us_state", "gdpr", "canada", "insurance", "marketing"})


# Refusals that answer nothing: they say that somebody has not shown who asks, or that they may.
NOBODY_SHOWN = frozenset({"ID-UNVERIFIED", "ID-NOMETHOD", "AGT-NOAUTH", "AGT-SCOPE"})


def gettext_noop(text: str) -> str:
    """Marks a text for translation without importing the framework."""
    return text


@dataclass(frozen=True)
class Ground:
    """One coded reason. `reach`: the families of regimes under which it may be used; `must_also`: what goes with it."""

    code: str
    rights: frozenset[str]
    cite: str
    text: str
    must_also: tuple[str, ...] = ()
    reach: frozenset[str] = US
    confirmed: bool = True
    # The kinds of company that may use it; empty: all. The group as a whole counts as each of them.
    companies: frozenset[str] = frozenset()
    # Whether a request can be refused on it as a whole; else it excuses single kinds of data, and the rest is answered.
    whole: bool = True
    # Of the laws of the states, the only ones under which it holds; empty: all.
    states: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Retention:
    """One class of records that a law or a house rule keeps: DEL-LEGAL names it. `years` None: as long as it applies."""

    code: str
    record_class: str
    trigger: str
    years: int | None
    state: str
    cite: str
    text: str
    confirmed: bool = False

    def until(self, triggered_on: date) -> date | None:
        """The last day of the duty to keep, from the day of its trigger; None where it has no fixed end."""
        return None if self.years is None else months_after(triggered_on, 12 * self.years)


_ = gettext_noop
_T = tuple[Ground, ...]

_IDENTITY: _T = (
    Ground("ID-UNVERIFIED", KDC | {"automated_decision"}, "11 CCR 7022(a), 7023(a), 7024(a)-(b); GDPR art. 12(6)", _("We could not confirm that you are the person the data is about."), ("say_identity_not_shown", "fall_back_to_categories", "may_ask_again"), EVERYWHERE),
    Ground("ID-NOMETHOD", KDC, "11 CCR 7062(g)", _("We have no reasonable way to confirm who you are."), ("explain_why",)),
    Ground("AGT-NOAUTH", EVERY, "11 CCR 7063(a), 7026(j)", _("We did not receive signed permission or a power of attorney."), ("how_to_cure",), EVERYWHERE),
    Ground("AGT-SCOPE", EVERY, "11 CCR 7063(a), 7026(j)", _("The permission we received does not cover this request."), ("how_to_cure",), EVERYWHERE),
    Ground("FRAUD-OPT", OPTING_OUT, "11 CCR 7026(e), 7027(f)", _("We have a documented reason to believe that this request is fraudulent."), ("explain_why",)),
    Ground("FRAUD-COR", frozenset({CORRECTION}), "11 CCR 7023(h)", _("We have a documented reason to believe that this request is fraudulent or abusive."), ("explain_why",)),
)  # fmt: skip

_REQUEST: _T = (
    Ground("NORECORD", EVERY, "", _("We searched our systems and found no data about you."), ("list_systems_searched",), EVERYWHERE),
    Ground("NOTCONSUMER", EVERY, "Cal. Civ. Code 1798.140(i)", _("This law does not cover you. We handled your request under our own privacy policy."), ("apply_policy",), whole=False),
    Ground("HOUSEHOLD", KDC, "Cal. Civ. Code 1798.145(p)", _("This data belongs to a household. Each person has to ask alone."), ("each_may_ask",)),
    Ground("EXCESSIVE", EVERY, "Cal. Civ. Code 1798.145(h)(3); GDPR art. 12(5)", _("The request is clearly unfounded or excessive."), ("evidence", "fee_option"), EVERYWHERE),
    Ground("FREQ-2X12", KNOW, "Cal. Civ. Code 1798.130(b)", _("You have already used your free requests of the last 12 months."), ("next_free_on",)),
    Ground("DISPROP", KNOW | {CORRECTION}, "11 CCR 7001(i), 7024(h), 7023(f)(2)", _("Answering this part would take effort out of all proportion."), ("detailed_facts",)),
    Ground("NOSEARCH", KNOW, "11 CCR 7024(c)", _("We do not have to search records that are kept only for legal reasons and cannot be searched."), ("list_record_categories",), whole=False),
    Ground("WITHDRAWN", EVERY, "", _("The request was withdrawn."), ("confirm_in_writing",), EVERYWHERE),
    Ground("DUPLICATE", EVERY, "", _("We already handle the same request from you."), ("same_request_goes_on",), EVERYWHERE),
)  # fmt: skip

_DATA: _T = (
    Ground("WITHHELD-ID", KNOW, "11 CCR 7024(d)", _("We never send numbers and secrets that could be misused. We only tell you that we hold them."), ("state_type_held",), EVERYWHERE, whole=False),
    Ground("SECGEN", KNOW, "Cal. Civ. Code 1798.130(a)(3)(B)(iii)", _("This data was made to keep our systems safe."), whole=False),
    Ground("THIRDPARTY", KNOW, "Cal. Civ. Code 1798.145(k); GDPR art. 15(4), 20(4)", _("This data is also about other people, whose rights we must protect."), ("give_rest",), EVERYWHERE, whole=False),
    Ground("TRADESECRET", KNOW, "Cal. Civ. Code 1798.100(f)", _("This data would reveal a trade secret."), ("give_rest",), US, confirmed=False, whole=False),
    Ground("PRIVILEGE", KNOW | {DELETION}, "Cal. Civ. Code 1798.145(b)", _("This data is protected by legal privilege."), (), EVERYWHERE, confirmed=False),
    Ground("X-GLBA", KDC, "Cal. Civ. Code 1798.145(e)", _("Another law covers this data: the federal law on financial privacy."), ("name_other_right",), companies=INSURERS, whole=False),
    Ground("X-FCRA", KDC, "Cal. Civ. Code 1798.145(d)", _("Another law covers this data: the Fair Credit Reporting Act."), ("name_other_right",), whole=False),
    Ground("X-DPPA", KDC, "Cal. Civ. Code 1798.145(f)", _("Another law covers this data: the law on drivers' records."), ("name_other_right",), whole=False),
    Ground("X-INSCODE", KDC, "11 CCR 7271", _("Another law covers this data: the insurance code."), ("name_other_right",), companies=INSURERS, whole=False),
    Ground("X-HIPAA", KDC, "Cal. Civ. Code 1798.145(c), 146", _("Another law covers this data: the law on health records."), whole=False),
    Ground("X-EMPLOY", KDC, _("state statutes other than California's"), _("The law of your state does not cover data from work."), (), frozenset({"us_state"}), whole=False),
    Ground("X-DEID", KDC, "Cal. Civ. Code 1798.145(j); 11 CCR 7060(g)", _("This data can no longer be linked to you."), whole=False),
    Ground("INS-ANTICIP", KNOW | {CORRECTION}, "NAIC Model 670 s. 8-9; Cal. Ins. Code 791.08(g)", _("This data was gathered because a claim or a lawsuit was expected."), ("regulator_contact",), frozenset({"insurance", "house"}), confirmed=False, companies=INSURERS),
    Ground("INS-MEDROUTE", KNOW, "Wis. Stat. 610.70(3)(b), (d)", _("We may give this health data to a health care provider whom you name."), ("name_provider",), frozenset({"insurance", "house"}), companies=INSURERS, whole=False),
)  # fmt: skip

_D = frozenset({DELETION})
_DELETION: _T = (
    Ground("DEL-NOTFROM", _D, "Cal. Civ. Code 1798.105(a); Iowa Code 715D.3; Utah Code 13-61-201", _("We did not collect this data from you."), ("opt_out_offer",), states=OWN_DATA),
    Ground("DEL-CONTRACT", _D, "Cal. Civ. Code 1798.105(d)(1); GDPR art. 17(1)(a)", _("We need this data for a policy, claim, plan or shipment that is still open."), ("end_date",), US | {"gdpr"}),
    Ground("DEL-SECURITY", _D, "Cal. Civ. Code 1798.105(d)(2)", _("We need this data to keep our systems safe and to prevent fraud.")),
    Ground("DEL-DEBUG", _D, "Cal. Civ. Code 1798.105(d)(3)", _("We need this data to find and repair errors.")),
    Ground("DEL-SPEECH", _D, "Cal. Civ. Code 1798.105(d)(4)", _("Keeping this data protects free speech.")),
    Ground("DEL-CALECPA", _D, "Cal. Civ. Code 1798.105(d)(5)", _("A law on electronic communications requires us to keep this data.")),
    Ground("DEL-RESEARCH", _D, "Cal. Civ. Code 1798.105(d)(6)", _("This data is part of public-interest research that you agreed to.")),
    Ground("DEL-INTERNAL", _D, "Cal. Civ. Code 1798.105(d)(7)", _("We use this data only inside our company, in a way that you can expect.")),
    Ground("DEL-LEGAL", _D | {"restriction"}, "Cal. Civ. Code 1798.105(d)(8), 145(a)(1)(A); GDPR art. 17(1)(a), 17(3)", _("A law requires us to keep this data for some time."), ("statute_and_expiry",), EVERYWHERE),
    Ground("DEL-CLAIMS", _D | {"restriction", "objection"}, "Cal. Civ. Code 1798.145(a)(1)(E), (a)(2)(C); GDPR art. 17(3)(e), 18(2), 21(1)", _("We need this data to make or to answer legal claims."), ("matter_stays_inside",), EVERYWHERE),
    Ground("DEL-LEHOLD", _D, "Cal. Civ. Code 1798.145(a)(1)(B)", _("An authority has directed us to keep this data for now."), ("no_other_use",)),
    Ground("DEL-BACKUP", _D | {CORRECTION}, "11 CCR 7022(d), 7023(c)", _("Backups are updated when they are next used."), ("no_denial",), EVERYWHERE, whole=False),
)  # fmt: skip

_CORRECTION_AND_REVIEW: _T = (
    Ground("COR-ACCURATE", frozenset({CORRECTION}), "11 CCR 7023(b)", _("After looking at everything we have, the data is more likely right than wrong."), ("detailed_facts", "deletion_option", "statement_250_words"), EVERYWHERE),
    Ground("COR-DOCS", frozenset({CORRECTION}), "11 CCR 7023(d)(2), (f)(1)", _("We need documents that we did not receive."), ("what_to_send",)),
    Ground("COR-REPEAT", frozenset({CORRECTION}), "11 CCR 7023(g)", _("We answered the same request within the last six months."), ("new_documents_reopen",)),
    Ground("GDPR-COMPELLING", frozenset({"objection"}), "GDPR art. 21(1), (3)", _("We have strong reasons for this use that weigh more than your objection."), ("balancing_note",), frozenset({"gdpr", "house"})),
    Ground("GDPR-ADM-EXC", frozenset({"automated_decision"}), "GDPR art. 22(2)", _("The automated decision was needed for your contract, allowed by law, or based on your consent."), ("human_review_offered",), frozenset({"gdpr", "house"})),
)  # fmt: skip

GROUNDS: dict[str, Ground] = {
    ground.code: ground for ground in (*_IDENTITY, *_REQUEST, *_DATA, *_DELETION, *_CORRECTION_AND_REVIEW)
}

# Grounds that end on some day: of a purpose, a duty, a claim or a direction. Data that one of them keeps is erased
# then. The others say why a request is not answered, or that data is not ours to erase: no day changes that.
LAPSING = frozenset(
    {
        "DEL-CONTRACT", "DEL-SECURITY", "DEL-DEBUG", "DEL-CALECPA", "DEL-RESEARCH", "DEL-INTERNAL", "DEL-LEGAL",
        "DEL-CLAIMS", "DEL-LEHOLD",
    }
)  # fmt: skip

RETENTIONS: dict[str, Retention] = {
    retention.code: retention
    for retention in (
        Retention("L-WI-INS680", "operating_record", "record_made", 3, "WI", "Wis. Adm. Code Ins 6.80", _("Insurers in Wisconsin keep their operating records.")),
        Retention("L-WI-61660", "service_contract", "coverage_expired", 1, "WI", "Wis. Stat. 616.60", _("Records of a care plan are kept for one year after it ends."), confirmed=True),
        Retention("L-WI-INS661", "intermediary_record", "record_made", 3, "WI", "Wis. Adm. Code Ins 6.61", _("Insurance agents in Wisconsin keep their records.")),
        Retention("L-NY-243-POLICY", "policy_record", "policy_ended", 6, "NY", "11 NYCRR 243.2(b)(1)", _("Policy records in New York are kept for six years after the policy ends."), confirmed=True),
        Retention("L-NY-243-CLAIM", "claim_file", "claim_closed", 6, "NY", "11 NYCRR 243.2(b)(4)", _("Claim files in New York are kept for six years after the claim is closed.")),
        Retention("L-CA-26953", "claim_file", "year_of_file_ended", 4, "CA", "10 CCR 2695.3", _("Claim files in California are kept for the current year and the four years before it."), confirmed=True),
        Retention("L-DNC", "suppression", "opted_out", None, "", "47 CFR 64.1200(d)(6); Cal. Civ. Code 1798.105(c)(2)", _("We keep your contact point on a list so that we do not contact you again."), confirmed=True),
        Retention("L-OPTOUT", "suppression", "opted_out", None, "", "Cal. Civ. Code 1798.105(c)(2)", _("We keep a record of your choice so that we can honor it."), confirmed=True),
        Retention("L-DSARLOG", "request_log", "request_closed", 2, "", "11 CCR 7101", _("We keep a record of privacy requests for two years."), confirmed=True),
        Retention("L-TAX", "tax_record", "tax_year_ended", 7, "", "26 U.S.C. 6001", _("Tax records are kept for seven years.")),
        Retention("L-OFAC", "sanctions_record", "record_made", 10, "", "31 CFR 501.601", _("Records of sanctions checks are kept for ten years.")),
        Retention("L-LITHOLD", "litigation", "hold_placed", None, "", _("common law"), _("A lawsuit that is pending or expected requires us to keep this data.")),
        Retention("L-SIU", "fraud_file", "case_closed", None, "", _("state fraud-unit statutes"), _("Files of fraud investigations are kept as state law requires.")),
    )
}  # fmt: skip


def cite_of(code: str, *, european: bool) -> str:
    """The law behind a ground that a person is told: of a citation with both, the European part or the other."""
    parts = GROUNDS[code].cite.split("; ") if code in GROUNDS else []
    ours = [part for part in parts if part.startswith("GDPR") == european]
    return "; ".join(ours or parts)


def fitting(right: str, regimes: Collection[Regime], company: str = "") -> list[Ground]:
    """The grounds that may be used for this right towards a company of this kind ("" for the group as a whole).

    A ground has to hold under one of the regimes that bind the request, and under each that allows no other.
    `WITHDRAWN` is never chosen: it has a verb of its own, which confirms in writing.
    """
    families = {regime.family for regime in regimes}
    bound = {regime.slug for regime in regimes if regime.family in STATE_LAWS}
    return [
        ground
        for ground in GROUNDS.values()
        if right in ground.rights
        and ground.reach & families
        and families & STRICT <= ground.reach
        and (not ground.states or bound <= ground.states)
        and (not company or not ground.companies or company in ground.companies)
        and ground.code != "WITHDRAWN"
    ]


def kept_until(kept: Collection[tuple[Retention, date]]) -> date | None:
    """The last day on which any of the duties to keep holds; None where one of them has no fixed end or none is given."""
    ends = [retention.until(triggered_on) for retention, triggered_on in kept]
    fixed = [end for end in ends if end is not None]
    return max(fixed) if fixed and len(fixed) == len(ends) else None
