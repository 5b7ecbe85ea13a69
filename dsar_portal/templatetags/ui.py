"""Template tags of the design system: icons, badges, dates in words, the staff's menu."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar_portal.navigation import Place, places_for, principal_may
from requests_app.deadline_words import zone_words

register = template.Library()

STATUS_TONES = {
    "received": "teal",
    "verifying": "yellow",
    "in_progress": "blue",
    "awaiting_requester": "orange",
    "in_review": "purple",
    "completed": "green",
    "partly_completed": "green",
    "denied": "red",
    "withdrawn": "grey",
    "closed": "grey",
}


@dataclass(frozen=True)
class Due:
    """How near a day is: words first, the tone only repeats them."""

    words: str
    tone: str
    on: date


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary and the field it leads to."""

    message: str
    href: str


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Decorative unless it gets a label."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="app-icon" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            label,
            href,
        )
    return format_html('<svg class="app-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The attributes of a field or an option. `class` stands in the widget's template, beside ours.

    A page can have a thousand of them: in Python they take a tenth of the time that an included template takes.
    """
    told = ((name, value) for name, value in attrs.items() if value is not False and name != "class")
    parts = (format_html(" {}" if value is True else ' {}="{}"', name, value) for name, value in told)
    return mark_safe("".join(parts))  # noqa: S308  # each part is escaped


def due_words(*, on: date, today: date) -> Due:
    """The state of a deadline, for example "Overdue by 4 days", with its tone."""
    days = (on - today).days
    if days < 0:
        late = ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", -days) % {"days": -days}
        return Due(late, "overdue", on)
    if days == 0:
        return Due(_("Due today"), "today", on)
    left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return Due(left, "soon" if days <= 7 else "later", on)


@register.inclusion_tag("components/due_badge.html", takes_context=True)
def due_badge(
    context: Mapping[str, Any], on: date | datetime | None, today: date | None = None, show_date: bool = True
) -> dict[str, object]:
    """A deadline as words and colour. Without `today` it uses the clock reading of the HTTP request."""
    if on is None:
        return {"due": None}
    now = getattr(context.get("request"), "now", None)
    return {"due": due_words(on=local_day(on), today=today or local_day(now or timezone.now())), "show_date": show_date}


@register.inclusion_tag("components/status_tag.html")
def status_tag(code: str, label: str = "", tone: str = "") -> dict[str, str]:
    """A status in words with a colour that only repeats them."""
    words = label or code.replace("_", " ").capitalize()
    return {"label": words, "tone": tone or STATUS_TONES.get(code, "grey"), "code": code}


def local_day(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


@register.filter
def day_in_words(moment: date | datetime | None) -> str:
    """Monday, January 4, 2027. Never a date in numbers only."""
    if moment is None:
        return ""
    day = local_day(moment)
    return _("%(weekday)s, %(day)s") % {
        "weekday": formats.date_format(day, "l"),
        "day": formats.date_format(day, "DATE_FORMAT"),
    }


@register.filter
def short_day(moment: date | datetime | None) -> str:
    """Jan 4, 2027: for dense staff tables."""
    return "" if moment is None else formats.date_format(local_day(moment), "SHORT_DATE_FORMAT")


@register.filter
def moment_in_words(moment: datetime | None) -> str:
    """January 4, 2027, 3:02 p.m. (Central Time): a time always names its zone."""
    if moment is None:
        return ""
    here = timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE))
    return f"{formats.date_format(here, 'DATETIME_FORMAT')} ({zone_name()})"


def zone_name() -> str:
    """Our own zone, as people call it."""
    return zone_words(settings.TIME_ZONE)


@register.filter
def spoken_digits(text: object) -> str:
    """Digits apart, as one reads them out: 54956 -> 5-4-9-5-6; groups stay groups."""
    groups = "".join(char if char.isalnum() else " " for char in str(text)).split()
    return ", ".join("-".join(group) for group in groups)


@register.filter
def spoken_phone(number: object) -> str:
    """A US number in its three groups: 9-2-0, 5-5-5, 0-1-4-2."""
    digits = "".join(char for char in str(number) if char.isdigit())
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    if len(digits) != 10:
        return spoken_digits(digits)
    return spoken_digits(f"{digits[:3]} {digits[3:6]} {digits[6:]}")


@register.filter
def step_range(total: int) -> range:
    return range(1, int(total) + 1)


@register.simple_tag(takes_context=True)
def staff_nav(context: Mapping[str, Any]) -> list[Place]:
    """The rooms this member of staff may enter, in one fixed order."""
    request = context.get("request")
    return places_for(context.get("principal"), path=getattr(request, "path", ""))


@register.simple_tag(takes_context=True)
def staff_may(context: Mapping[str, Any], permission: str) -> bool:
    """Whether the signed-in principal holds a permission, by its name, e.g. "QUEUE_SEE"."""
    return principal_may(context.get("principal"), permission)


@register.simple_tag
def error_links(form: BaseForm | None = None, errors: Iterable[Mapping[str, str]] | None = None) -> list[ErrorLink]:
    """What the error summary lists: each message once, with a link to its field."""
    links = [ErrorLink(str(error["message"]), error.get("href", "")) for error in errors or ()]
    if form is None or not hasattr(form, "errors") or not form.is_bound:
        return links
    links += [ErrorLink(str(message), "") for message in form.non_field_errors()]
    return links + [ErrorLink(str(message), f"#{error_target(field)}") for field in form for message in field.errors]


def error_target(field: BoundField) -> str:
    """The id that an error link focuses: the first option of a group, else the field itself."""
    grouped = field.use_fieldset
    return f"{field.auto_id}_0" if grouped else field.auto_id


BAR_SPACE = 480
BAR_STEP = 32


@register.simple_tag
def chart_rows(bars: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Where each bar of a chart lies; the same figures again for its table."""
    given = list(bars)
    largest = max((bar["value"] for bar in given), default=0) or 1
    drawn = []
    for index, bar in enumerate(given):
        width = round(BAR_SPACE * bar["value"] / largest)
        y = index * BAR_STEP + 6
        drawn.append({**bar, "width": width, "y": y, "text_y": y + 15, "number_x": 208 + width})
    return {
        "bars": drawn,
        "height": len(given) * BAR_STEP + 8,
        "table": [[bar["label"], bar["value"]] for bar in given],
    }
