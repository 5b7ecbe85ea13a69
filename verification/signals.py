"""What verification tells the floors above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# Arguments: subject_ref: UUID, reached: Tier, by: Actor, now: datetime.
tier_reached = Signal()
# The directory was asked, whatever it knew. Arguments: subject_ref: UUID, now: datetime.
looked_up = Signal()
