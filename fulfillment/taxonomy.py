"""The policy's table of personal data: categories, what they are used for, where they come from, who gets them.

Another organisation replaces the rows; the code only knows their slugs. Labels are translated when they are shown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
# In the place of a category: all that was asked for.
WHOLE = "all"


@dataclass(frozen=True)
class Recipient:
    """One kind of receiver of data. `kind`: processor (works for us), affiliate (of our group) or third_party."""

    slug: str
    label: Label
    kind: str

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True)
class Category:
    """One sub-category of the policy's table. `group` is the policy's own heading above it.

    `recipients` get it for a business purpose; `sold_to` are the buyers and those it is shared with for advertising
    (Cal. Civ. Code 1798.130(a)(4) wants two lists).
    """

    slug: str
    group: Label
    label: Label
    examples: Label
    purposes: tuple[Label, ...]
    sources: tuple[Label, ...]
    recipients: tuple[Recipient, ...]
    sensitive: bool = False
    # Empty in every row: "We do not sell your personal information to any third parties for any purpose" (the policy).
    sold_to: tuple[Recipient, ...] = ()


@dataclass(frozen=True)
class System:
    """One place where data lies, before an administrator changes anything. `register`: read without a person."""

    slug: str
    label: Label
    companies: tuple[str, ...]
    categories: tuple[str, ...]
    handling: str = "register"
    marketing: bool = False
    decides: bool = False


_YOU = _("You")
_AGENTS = _("Your insurance agent, broker or jeweler")
_REPORTS = _("Consumer reporting agencies")
_PROVIDERS = Recipient("service_providers", _("Contractors and service providers"), "processor")
_GROUP = Recipient("group", _("Companies of our group"), "affiliate")
_INTERMEDIARIES = Recipient("agents", _AGENTS, "third_party")
_REINSURERS = Recipient("reinsurers", _("Reinsurers and other insurers"), "third_party")
_AUTHORITIES = Recipient("authorities", _("Authorities, where the law requires it"), "third_party")
RECIPIENTS: Mapping[str, Recipient] = {
    one.slug: one for one in (_PROVIDERS, _GROUP, _INTERMEDIARIES, _REINSURERS, _AUTHORITIES)
}
_SERVE = _("To provide the products and services you ask for")
_VERIFY = _("To confirm who you are")
_FRAUD = _("To protect against fraud")
_HIRE = _("To check candidates for a job")
_UNDERWRITE = _("To decide on insurance, where the law allows it")
_MARKETING = _("For marketing and advertising")

CATEGORIES: Mapping[str, Category] = {
    category.slug: category
    for category in (
        Category(
            "contact", _("Contact"), _("Identifiers and contact details"),
            _("name, alias, postal address, email address, phone number, date of birth, signature, username"),
            (_SERVE, _VERIFY, _FRAUD), (_YOU, _AGENTS, _("Retailers who sell our care plans")),
            (_PROVIDERS, _GROUP, _INTERMEDIARIES, _REINSURERS),
        ),
        Category(
            "sensitive", _("Personal"), _("Personal and sensitive information"),
            _("Social Security number, tax number, government identifier, health information, location"),
            (_SERVE, _VERIFY, _FRAUD), (_YOU,), (_PROVIDERS, _AUTHORITIES), sensitive=True,
        ),
        Category(
            "commercial", _("Personal"), _("Commercial information"),
            _("records of products or services that you asked for or bought"),
            (_("To serve customers"), _("For analysis inside our company"), _MARKETING), (_YOU, _AGENTS),
            (_PROVIDERS, _GROUP, _INTERMEDIARIES, _REINSURERS),
        ),
        Category(
            "internet_activity", _("Personal"), _("Internet activity"),
            _("visits to our websites, apps, social media pages and advertisements"),
            (_SERVE, _MARKETING, _("To fit pages to your interests")), (_("Your browser or device"),), (_PROVIDERS,),
        ),
        Category(
            "employment", _("Personal"), _("Employment information"), _("current or past jobs, reference checks"),
            (_HIRE,), (_YOU, _("Employment agencies")), (_PROVIDERS,),
        ),
        Category(
            "background", _("Personal"), _("Background information"),
            _("criminal history, loss history, Social Security number, date of birth, education"),
            (_UNDERWRITE, _HIRE, _FRAUD), (_REPORTS, _("Public sources")), (_PROVIDERS, _AUTHORITIES), sensitive=True,
        ),
        Category(
            "credit", _("Financial"), _("Credit background"), _("insurance score based on credit"),
            (_UNDERWRITE, _HIRE), (_REPORTS,), (_REINSURERS,), sensitive=True,
        ),
        Category(
            "banking", _("Financial"), _("Banking information"), _("routing and account numbers"),
            (_("To pay wages"), _("To make and receive payments")), (_YOU,), (_PROVIDERS,), sensitive=True,
        ),
    )
}  # fmt: skip

_INSURERS = ("jm-insurance", "jm-specialty")
_PLANS = ("jm-care-plan", "jm-care-plan-services")
_ALL = (*_INSURERS, *_PLANS, "jm-facets", "jm-agency")

SYSTEMS: Mapping[str, System] = {
    system.slug: system
    for system in (
        System("policy-admin", _("Policy administration"), (*_INSURERS, "jm-agency"),
               ("contact", "commercial", "sensitive", "credit", "background"), decides=True),
        System("claims", _("Claims"), _INSURERS, ("contact", "commercial", "sensitive", "background")),
        System("billing", _("Billing"), (*_INSURERS, *_PLANS), ("contact", "commercial", "banking")),
        System("care-plans", _("Care plans"), _PLANS, ("contact", "commercial")),
        System("shipping", _("Shipping solution"), ("jm-facets",), ("contact", "commercial", "sensitive")),
        System("marketing", _("Marketing"), _ALL, ("contact", "commercial"), marketing=True),
        System("web-analytics", _("Website analytics"), _ALL, ("internet_activity",), marketing=True),
        System("hr", _("Human resources"), _ALL,
               ("contact", "employment", "background", "sensitive", "banking"), handling="manual"),
    )
}  # fmt: skip


def category_label(slug: str) -> str:
    """The name of a category in the reader's language; the slug itself if it is not of this table.

    `all` stands for everything that was asked for, where an answer is given as a whole.
    """
    if slug == WHOLE:
        return str(_("Everything you asked for"))
    category = CATEGORIES.get(slug)
    return str(category.label) if category else slug


def system_label(slug: str) -> str:
    """The name of a system in the reader's language; the slug itself if it is not of this table."""
    system = SYSTEMS.get(slug)
    return str(system.label) if system else slug


def recipients_of(categories: Collection[str]) -> tuple[Recipient, ...]:
    """Who may have received data of these categories from us, in the order of the policy."""
    known = [CATEGORIES[slug] for slug in categories if slug in CATEGORIES]
    return tuple(one for one in RECIPIENTS.values() if any(one in (*row.recipients, *row.sold_to) for row in known))
