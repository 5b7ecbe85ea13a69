"""One opt-out as it can be kept outside the database: keyed hash and sealed value, nothing in clear."""

import base64
from typing import Any
from uuid import UUID

from requests_app.models import Suppression


def sealed(suppression_id: UUID) -> dict[str, Any]:
    """What `services.opt_out_again` needs to make the opt-out once more; nothing if it is gone."""
    row = Suppression.objects.filter(id=suppression_id).defer("value").first()
    if row is None:
        return {}
    value: Any = Suppression.objects.values_list("value", flat=True).get(id=suppression_id)  # sealed, as it lies
    return {
        "point": row.point,
        "digest": bytes(row.digest).hex(),
        "sealed": base64.b64encode(value.envelope).decode(),
        "kinds": list(row.kinds),
        "company": row.company,
        "since": row.since.isoformat(),
        "no_ask_before": row.no_ask_before.isoformat(),
    }
