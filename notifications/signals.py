"""What letters tell the floors above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# A letter has left the house: handed to the mail server or to the post. Arguments: letter: Letter, now: datetime.
letter_gone = Signal()
# A letter did not reach its reader: refused, sent back, or brought back. Arguments: letter: Letter, now: datetime.
letter_not_delivered = Signal()
