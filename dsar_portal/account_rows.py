"""How a list of accounts names roles, companies and the last day: the same for administrators and for reviewers."""

from datetime import timedelta
from typing import Any

from accounts.services.access_review import Account
from dsar_portal.wording import ROLES
from requests_app.profile import PROFILE
from requests_app.services import days


def account_row(account: Account) -> dict[str, Any]:
    """One row of the list. The last day is one of our own zone."""
    user = account.user
    return {
        "user": user,
        "trained_on": account.trained_on,
        "training_missing": account.is_untrained,
        "used_at": account.used_at,
        "roles": ", ".join(str(ROLES[code]) for code in user.roles),
        "companies": ", ".join(PROFILE.company_name(slug) for slug in user.companies),
        "open": account.is_open,
        # A guest's account ends with the first instant after its last day, others with the last second of it.
        "last_day": days.day_of(user.expires_at - timedelta(seconds=1)) if user.expires_at else None,
    }
