"""Why a sign-in elsewhere came to nothing. The texts are for logs: no claim, no token, no name stands in them."""


class SignInProblem(Exception):
    """Base of all of them; `cause` is a code for the ledger."""

    cause = "problem"

    def __init__(self, cause: str = "") -> None:
        self.cause = cause or self.cause
        super().__init__(self.cause)


class ProviderDown(SignInProblem):
    """The provider does not answer, or answers with what no provider says. Later it may work."""

    cause = "provider_down"


class Cancelled(SignInProblem):
    """The provider sent the person back without a sign-in: cancelled there, or refused."""

    cause = "cancelled"


class NotBelieved(SignInProblem):
    """What came back does not prove a sign-in: wrong signature, issuer, audience, nonce, time or shape."""

    cause = "not_believed"
