"""Pages about the rules: lifecycle, regimes, grounds, letters."""

from dsar_portal.reference.markdown import code, codes, page, table
from dsar_portal.wording import MUST_ALSO, TRIGGERS, word
from notifications.letters import CATALOGUE
from requests_app import lifecycle
from requests_app.grounds import GROUNDS, RETENTIONS, Ground
from requests_app.regimes import BOOK, Period, Regime


def lifecycle_page() -> str:
    """Every status, and what leads from one to the next."""
    rows = [
        (
            code(step.verb),
            code(step.source),
            code(step.target),
            codes(sorted(step.who)),
            code(step.event),
            code(step.letter or ""),
        )
        for step in lifecycle.TRANSITIONS.values()
    ]
    return page(
        "Lifecycle of a privacy request",
        "The one table of statuses (`requests_app/lifecycle.py`). A verb that has no line for a status is refused.",
        f"Open: {codes(lifecycle.OPEN)}. Final: {codes(lifecycle.FINAL)}.",
        table(("Verb", "From", "To", "Who", "Recorded as", "Letter"), rows),
    )


def regimes_page() -> str:
    """Every regime with its periods and whether counsel confirmed it."""
    intro = (
        f"The legal rules of `requests_app/regimes.toml`, version {BOOK.version}, checked on {BOOK.checked_on}. "
        "“No” under “Confirmed” means: read in a secondary source; counsel confirms before go-live. "
        "“No” under “Applied” means: kept ready and tested, not applied to requests."
    )
    rows = [
        (code(one.slug), one.name, one.family, _yes(one.confirmed), _yes(one.binds), one.in_force, _free(one), one.cite)
        for one in BOOK.regimes.values()
    ]
    overview = table(
        ("Regime", "Name", "Family", "Confirmed", "Applied", "In force", "Free in 12 months", "Citation"), rows
    )
    return page("Regimes", intro, overview, *(_periods(one) for one in BOOK.regimes.values()))


def grounds_page() -> str:
    """The coded reasons to refuse, to withhold or to keep."""
    rows = [
        (
            code(one.code), one.text, codes(sorted(one.rights)), one.cite, _also(one), _yes(one.whole),
            _yes(one.confirmed),
        )
        for one in GROUNDS.values()
    ]  # fmt: skip
    kept = [
        (
            code(one.code),
            one.text,
            word(TRIGGERS, one.trigger),
            one.years or "as long as it applies",
            one.state or "all",
            one.cite,
            _yes(one.confirmed),
        )
        for one in RETENTIONS.values()
    ]
    return page(
        "Grounds",
        "Why something is refused, withheld or kept (`requests_app/grounds.py`). The decision adds facts and items. "
        "“Must also” is either brought by who decides, and a decision without it is refused "
        "(`requests_app/must_also.py`), or said by the letter itself (`requests_app/also_words.py`). "
        "“No” under “As a whole” means: it excuses single "
        "kinds of data, and the rest is answered.",
        table(("Code", "Words", "Rights", "Citation", "Must also", "As a whole", "Confirmed"), rows),
        "## Duties to keep records",
        table(("Code", "Words", "Counted from", "Years", "State", "Citation", "Confirmed"), kept),
    )


def letters_page() -> str:
    """The catalogue of letters and what each must be given."""
    rows = [
        (
            code(name),
            _yes(kind.statutory),
            _yes(kind.secret),
            "staff" if kind.staff else "requester",
            codes(key.name for key in kind.keys),
        )
        for name, kind in sorted(CATALOGUE.items())
    ]
    return page(
        "Letters",
        "The catalogue (`notifications/letters.py`). Each kind has a template in English and Spanish and goes out as "
        "e-mail or as a tagged PDF. One with legal content can be superseded, not cancelled. One that holds a "
        "code is wiped once it has left.",
        table(("Kind", "Legal content", "Holds a code", "Goes to", "Needs"), rows),
    )


def _periods(regime: Regime) -> str:
    rows = [
        (code(right), _period(rule.respond), _period(rule.extended), codes(sorted(rule.kinds)), _yes(rule.confirmed))
        for right, rule in sorted(regime.rights.items())
    ]
    acknowledged = ""
    if regime.acknowledge is not None:
        acknowledged = f"Acknowledge within {_period(regime.acknowledge.within)}."
    columns = ("Right", "Answer within", "Extended, in all", "Kinds", "Confirmed")
    return f"## {regime.slug}\n\n{acknowledged}\n\n{table(columns, rows)}"


def _free(regime: Regime) -> str:
    if regime.free is None:
        return "–"
    return f"{regime.free}{'' if regime.free_confirmed else ' (not confirmed)'}"


def _also(ground: Ground) -> str:
    return "; ".join(word(MUST_ALSO, code) for code in ground.must_also) or "–"


def _period(period: Period | None) -> str:
    return f"{period.count} {period.unit}" if period is not None else "–"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
