"""Opt-outs as they can be kept outside the database: keyed hash and sealed value, nothing in clear."""

import base64
from collections.abc import Collection
from typing import Any
from uuid import UUID

from requests_app.models import Suppression

COLUMNS = ("id", "point", "digest", "value", "kinds", "company", "since", "no_ask_before")


def sealed(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """What `services.opt_out_again` needs to make each opt-out once more; those that are gone are left out."""
    rows = Suppression.objects.filter(id__in=ids).values(*COLUMNS) if ids else []
    return {row["id"]: _kept(row) for row in rows}


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "point": row["point"],
        "digest": bytes(row["digest"]).hex(),
        "sealed": base64.b64encode(row["value"].envelope).decode(),
        "kinds": list(row["kinds"]),
        "company": row["company"],
        "since": row["since"].isoformat(),
        "no_ask_before": row["no_ask_before"].isoformat(),
    }
