"""What verification tells the floors above. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# Arguments: subject_ref: UUID, reached: Tier, by: Actor, now: datetime.
tier_reached = Signal()
# The directory was asked, whatever it knew. Arguments: subject_ref: UUID, now: datetime.
looked_up = Signal()
# Who was called at the number on file says that they did not ask. Arguments: subject_ref: UUID, by: Actor,
# now: datetime.
asking_denied = Signal()
# The person does not want this agent to ask any more, or never did. Arguments: subject_ref: UUID, way: str, by: Actor,
# now: datetime.
authority_withdrawn = Signal()
# A paper that was sent in cannot be used: the scanner found something, or its pages cannot be drawn.
# Arguments: subject_ref: UUID, kind: str, now: datetime.
paper_unfit = Signal()
# Somebody on file was looked for: receivers answer with the signs of fraud that they see (`signs.Seen`), and change
# nothing. Arguments: subject_ref: UUID, on_file: list, person_key: str (may be empty), now: datetime.
person_found = Signal()
# New signs were noted. Arguments: subject_ref: UUID, codes: list[str], now: datetime.
signs_seen = Signal()
# Signs of fraud raised the level that is asked for, or their explanation lowered it again. Arguments:
# subject_ref: UUID, required: Tier, now: datetime.
bar_moved = Signal()
