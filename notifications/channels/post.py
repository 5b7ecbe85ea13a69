"""Post: a tagged PDF for the mail room, in an envelope with a window."""

from notifications.channels import Parcel, Result
from notifications.models import Outcome, Status
from notifications.pdf import render_pdf


def deliver(parcel: Parcel) -> Result:
    """Set the letter on paper. It counts as sent only when the mail room has posted it."""
    sheet = render_pdf(parcel.content, to=parcel.to, now=parcel.now)
    return Result(status=Status.TO_PRINT, outcome=Outcome.RENDERED, event="letter.to_print", pdf=sheet)
