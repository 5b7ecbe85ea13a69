"""What staff must be told about the ledger on every page of the administrators' room."""

from django import template

from audit import alarms
from audit.alarms import Alarm

register = template.Library()


@register.simple_tag
def ledger_alarms() -> list[Alarm]:
    """What is wrong with the ledger now; an empty list on a good day."""
    return alarms.standing()
