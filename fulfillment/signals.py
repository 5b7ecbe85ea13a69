"""What fulfillment tells the floor above, inside the transaction of the deed."""

from django.dispatch import Signal

# The last open task of a request is done. Sent with subject_ref, by (Actor) and now.
tasks_finished = Signal()
# The package of a request has been put together. Sent with subject_ref, by (Actor) and now.
package_built = Signal()
