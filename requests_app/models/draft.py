"""An unfinished form. It lies on the server, encrypted; the browser holds only a key to it."""

from django.db import models

from audit.ids import new_id
from vault.fields import EncryptedJSON


class Draft(models.Model):
    """Answers so far, for the web form or for a call in progress."""

    id = models.UUIDField(primary_key=True, default=new_id)
    token_hash = models.BinaryField(max_length=32, unique=True)
    resume_hash = models.BinaryField(max_length=32, null=True, unique=True)
    kind = models.CharField(max_length=10, default="web")
    owner = models.UUIDField(null=True)
    answers = EncryptedJSON()
    language = models.CharField(max_length=5, default="en")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    # Set when filed: a second click shows the same confirmation instead of filing twice.
    submission = models.UUIDField(null=True)
    filed_page = EncryptedJSON(null=True)
