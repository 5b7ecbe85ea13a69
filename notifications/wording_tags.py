"""The filters of the letters' templates, loaded into their own engine and nowhere else."""

from django import template

from notifications import words

register = template.Library()


@register.filter
def day(value: str, language: str) -> str:
    """A day in words."""
    return words.day_in_words(value, language) if value else ""


@register.filter
def right(code: str, language: str) -> str:
    """What was asked, after "You asked us to"."""
    return words.RIGHTS[language][code]


@register.filter
def outcome(item: dict[str, str], language: str) -> str:
    """What was done with one item, as a sentence; the caller's own words come first."""
    said = item.get("outcome_words") or words.OUTCOMES[language].get(item.get("outcome", ""), "")
    return f"{said}." if said and said[-1] not in ".!?" else said


@register.filter
def opt_out_kind(code: str, language: str) -> str:
    """One use that was stopped."""
    return words.OPT_OUT_KINDS[language][code]


@register.filter
def place(code: str, language: str) -> str:
    """Where an opt-out holds."""
    return words.SCOPES[language][code]
