"""The organisation that runs the portal: names, companies, addresses. Data, so that another can take our place."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from requests_app import brands, ladder, release_rules

GROUP = "group"


@dataclass(frozen=True)
class Company:
    """One member company of the group."""

    slug: str
    name: str
    kind: str
    relationships: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """What the pages, letters and rules need to know of the organisation."""

    name: str
    short_name: str
    phone: str
    phone_e164: str
    email: str
    privacy_officer: str
    reference_prefix: str
    time_zone: str
    website: str
    mail_from: str
    address: dict[str, Any]
    policy_version: str
    policy_updated: date
    companies: tuple[Company, ...]
    gpc: dict[str, Any] = field(default_factory=dict)
    security: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    # Where the phone desk passes a caller on to: `claims` and `claims_name`.
    desk: dict[str, str] = field(default_factory=dict)
    # How many hours data waits before it leaves (`release_rules`).
    release_hold: dict[str, int] = field(default_factory=lambda: dict(release_rules.DEFAULT))

    def company(self, slug: str) -> Company | None:
        """The company with this slug; None for the group as a whole or an unknown one."""
        return next((company for company in self.companies if company.slug == slug), None)

    def company_name(self, slug: str) -> str:
        company = self.company(slug)
        return company.name if company else self.name

    @property
    def call_back_days(self) -> int:
        """Within how many business days somebody is called who asked for it."""
        return self.limits.get("call_back_days", 3)

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(company.slug for company in self.companies)


def load(raw: dict[str, Any]) -> Profile:
    """Build the profile from its TOML; raises KeyError naming what is missing, BadHours for hours out of bounds."""
    organisation = raw["organisation"]
    wanted = ("name", "short_name", "phone", "phone_e164", "email", "privacy_officer", "reference_prefix")
    return Profile(
        **{key: organisation[key] for key in (*wanted, "time_zone", "website", "mail_from", "address")},
        policy_version=raw["policy"]["version"],
        policy_updated=date.fromisoformat(raw["policy"]["updated"]),
        companies=tuple(
            Company(c["slug"], c["name"], c["kind"], tuple(c.get("relationships", ()))) for c in raw["companies"]
        ),
        gpc=raw.get("gpc", {}),
        security=raw.get("security", {}),
        limits=raw.get("limits", {}),
        desk=raw.get("desk", {}),
        release_hold=release_rules.hours_of(raw.get("release_hold", {})),
    )


PROFILE = load(tomllib.loads(settings.PROFILE_FILE.read_text(encoding="utf-8")))
LADDER = ladder.load(settings.LADDER_FILE)
BRANDS = brands.load(settings.PROFILE_FILE.parent / "brands", slugs=PROFILE.slugs)
