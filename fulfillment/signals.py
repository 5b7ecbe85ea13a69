"""What fulfillment tells the floor above, inside the transaction of the deed."""

from django.dispatch import Signal

# The last open task of a request is done. Sent with subject_ref, by (Actor) and now.
tasks_finished = Signal()
# The package of a request has been put together. Sent with subject_ref, by (Actor) and now.
package_built = Signal()
# A steward is about to report that something was erased. Sent with subject_ref, system (a slug) and person_key (whom
# the steward looks for; may be empty), and the result that is reported (nothing_found erases nothing). Who must not
# let that happen raises `Held`.
about_to_erase = Signal()
# A steward is about to report that something was corrected. Sent with subject_ref; raises `Held` as above.
about_to_correct = Signal()


class Held(Exception):
    """What was to be erased has to stay. The text says why; it is shown to the steward."""
