"""A call with an Idempotency-Key may be repeated: the effect happens once, the answer comes again."""

import json
from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts import idempotency
from accounts.idempotency import REPLAY_HEADER, Answer
from dsar_portal.api import access

HEADER = "Idempotency-Key"


def once(request: Request, *, body: bytes, effect: Callable[[], Response]) -> Response:
    """Run `effect`, at most once for each key. A refusal is not kept: nothing happened, so it may be tried again.

    Raises `BadKey`, `Busy`, `OtherBody`.
    """
    header = request.headers.get(HEADER)
    if header is None:
        return effect()
    answer = idempotency.once(
        scope=idempotency.scope_of(
            client=access.caller(request).id, method=str(request.method), path=request.get_full_path()
        ),
        key=idempotency.parse_key(header),
        body=body,
        now=access.now_of(request),
        effect=lambda: _packed(effect()),
    )
    return _unpacked(answer)


def _packed(response: Response) -> Answer:
    kept = {"data": response.data, "headers": dict(response.headers)}
    return Answer(response.status_code, json.dumps(kept, cls=JSONEncoder, ensure_ascii=False))


def _unpacked(answer: Answer) -> Response:
    kept = json.loads(answer.body)
    headers = {name: value for name, value in kept["headers"].items() if name.lower() != "content-type"}
    if answer.replayed:
        headers[REPLAY_HEADER] = "true"
    return Response(kept["data"], status=answer.status, headers=headers)
