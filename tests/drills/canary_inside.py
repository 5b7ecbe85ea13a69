"""Run inside the portal with its keys, by the canary drill: open everything that is encrypted, and erase."""

import json
from datetime import UTC, datetime
from typing import Any


def tell(marks: list[str]) -> int:
    """How often the marks can be read in what our own tables hold, encrypted values opened."""
    from django.apps import apps

    from audit.details import read
    from audit.models import Detail
    from vault.fields import EncryptedJSON, EncryptedText

    texts: list[str] = []
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedJSON | EncryptedText):
                    texts.append(_plain(getattr(row, field.attname)))
    texts += [_plain(read(kept).words) for kept in Detail.objects.values_list("entry_id", flat=True)]
    return sum(text.lower().count(mark.lower()) for text in texts for mark in marks)


def erase(emails: list[str]) -> int:
    """Erase what these people asked for as the sweep does when its time is up. Gives how many rows were emptied."""
    from accounts.principals import Principal
    from requests_app.models import Submission
    from requests_app.services import retention

    found = [one.id for one in Submission.objects.all() if one.consumer.get("email") in emails]
    now, by = datetime.now(UTC), Principal.system("drill.canary")
    return sum(retention.erase(submission_id=one, by=by, now=now) for one in found)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
