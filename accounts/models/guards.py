"""Counters and stored answers. They lie in PostgreSQL so that a restart or a lost cache forgets nothing."""

from django.db import models

from vault.fields import EncryptedText


class IdempotencyRecord(models.Model):
    """The answer to a creating call, kept so that its repetition gets the same answer.

    The primary key is the hash of (scope, key): callers put anything into a key, and we need not know it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    scope = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = EncryptedText()
    created_at = models.DateTimeField(db_index=True)


class ThrottleCounter(models.Model):
    """How often something happened in the running window. The key is a blind index, never what was typed."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)
