"""May work be done now? The floors above can say no, and then every job and sweep stands still until they say yes."""

from collections.abc import Callable

Check = Callable[[], bool]
_checks: list[Check] = []


def works_while(check: Check) -> Check:
    """Register a condition of all work."""
    if check not in _checks:
        _checks.append(check)
    return check


def may_work() -> bool:
    """Whether every condition holds."""
    return all(check() for check in _checks)
