"""The work that waits in the table, and the sweep over packages."""

from datetime import datetime
from uuid import UUID

from fulfillment.services import complete_automatically, expire_packages
from fulfillment.services.packages import put_together
from jobs.registry import handles
from jobs.sweeps import sweep


@handles("fulfillment.collect")
def collect(*, now: datetime, request_id: str, deed: str) -> None:
    """All systems that the portal is connected to answer."""
    complete_automatically(request_id=UUID(request_id), deed=deed, now=now)


@handles("fulfillment.build_package")
def build(*, now: datetime, package_id: str) -> None:
    """Put one package together."""
    put_together(package_id=UUID(package_id), now=now)


@sweep("packages", every_seconds=3600)
def close_packages(*, now: datetime) -> int:
    """Packages whose time is up are closed and destroyed."""
    return expire_packages(now=now)
