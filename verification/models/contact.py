"""Where a requester says that they can be reached: an e-mail address or a phone number, one row each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.ids import new_id
from vault.fields import EncryptedText

from .check import Check


class Contact(models.Model):
    """One contact point of a check, as typed: a claim until a code sent there comes back.

    Written once, with its check, but for `wanted_at`: a code is wanted and comes with others, as its mailbox got many
    lately. When a code went there, when it was proved and until when it is locked is read from
    its codes, whose every change is in the ledger. They name it by `value_index`.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        PHONE = "phone", _("Phone number")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = EncryptedText()
    value_index = models.BinaryField()  # empty once the value was erased
    # Named later, as one that may be on file from before: it drives no search until it was proved.
    further = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True)
    # Another one took its place, by a change of contact: no code goes there any more. What it proved stays proved.
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["value_index"], name="contact_wanted", condition=Q(wanted_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="contact_kind_known", condition=Q(kind__in=("email", "phone"))),
            models.UniqueConstraint(
                fields=["check_row", "value_index"], name="contact_once", condition=~Q(value_index=b"")
            ),
        ]
