"""Do the sign-in providers answer, and are they who we think? For the self-check."""

from datetime import datetime

from accounts.services.trips import return_address
from dsar_portal.findings import Finding, State
from outbound import oidc

NAME = "sign-in providers"


def providers(now: datetime) -> Finding:
    """Ask each for its words and keys; the issuer it names must be the configured one, to the letter."""
    every = oidc.configured().values()
    if not every:
        return Finding(NAME, State.FINE, "Nobody signs in elsewhere: DSAR_SIGN_IN_FILE is not set.")
    troubles = [trouble for one in every if (trouble := _trouble(one))]
    if troubles:
        return Finding(NAME, State.BROKEN, " ".join(troubles))
    addresses = ", ".join(return_address(one) for one in every)
    return Finding(NAME, State.FINE, f"All answer as the issuers we know. They send people back to: {addresses}.")


def _trouble(provider: oidc.Provider) -> str:
    try:
        provider.secret()
        oidc.reachable(provider)
    except OSError:
        return f"The secret of {provider.slug} cannot be read."
    except oidc.NotBelieved:
        return f"{provider.slug} names another issuer than the configured one."
    except oidc.SignInProblem:
        return f"{provider.slug} does not answer with metadata and keys."
    return ""
