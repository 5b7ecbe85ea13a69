"""Each view says who may enter. A view that says nothing lets nobody in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from accounts.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


class Kind(StrEnum):
    """Who a view is for."""

    PUBLIC = "public"
    CONSUMER = "consumer"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    API = "api"


@dataclass(frozen=True)
class Access:
    """One declaration. `permissions`: any one of them is enough; none given: every member of staff."""

    kind: Kind
    permissions: frozenset[Permission] = frozenset()
    scopes: frozenset[str] = frozenset()
    methods: Mapping[str, Access] = field(default_factory=dict)

    PUBLIC: ClassVar[Access]
    CONSUMER: ClassVar[Access]
    SIGNED_IN: ClassVar[Access]

    @staticmethod
    def API(*scopes: str) -> Access:
        """For programs whose key holds any one of the scopes (none given: any key)."""
        return Access(Kind.API, scopes=frozenset(scopes))

    def for_method(self, method: str) -> Access:
        """The declaration that governs one HTTP method."""
        return self.methods.get(method, self.methods.get("GET", self) if method == "HEAD" else self)


# Anybody. CONSUMER is open to the middleware too: the consumer room asks for reference and code itself.
Access.PUBLIC = Access(Kind.PUBLIC)
Access.CONSUMER = Access(Kind.CONSUMER)
# Password given, second factor not yet: enrolment and signing out only.
Access.SIGNED_IN = Access(Kind.SIGNED_IN)


def staff(*any_of: Permission) -> Access:
    """For staff with a verified second factor who hold any one of the permissions."""
    return Access(Kind.STAFF, permissions=frozenset(any_of))


def declare_access(access: Access, **methods: Access) -> Callable[[View], View]:
    """Mark a view function or class. `POST=...` governs that HTTP method, `access` all others."""
    declared = Access(access.kind, access.permissions, access.scopes, methods) if methods else access

    def mark(view: View) -> View:
        view.access = declared  # type: ignore[attr-defined]  # our own mark on a function
        return view

    return mark


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a resolved view declares, on itself or on its class (Django's and REST framework's)."""
    places = (view, getattr(view, "view_class", None), getattr(view, "cls", None))
    found = (getattr(place, "access", None) for place in places if place is not None)
    return next((access for access in found if isinstance(access, Access)), None)
