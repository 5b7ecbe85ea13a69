"""Two field keyrings of one installation made into one: a restore must bring keys back and never take one away."""

import json
from typing import Any


def merged(ours: str, theirs: str) -> str:
    """Return the text of the key file that opens what either opens. `ours` lies here, `theirs` is the backup's.

    The newest `current` stays, so that new values lie under the newest key. Keys of the backup win over keys of the
    same name, or the backup could not be read. Another index key means another installation, whose keys open nothing
    of this backup: then, and where `ours` is no keyring, `theirs` is given as it is.
    """
    here, there = _body(ours), _body(theirs)
    if here is None or there is None or here.get("index_key") != there.get("index_key"):
        return theirs
    if here["keys"] | there["keys"] == here["keys"] and _age(here) >= _age(there):
        return ours
    current = max(there, here, key=_age)["current"]
    return json.dumps({**there, "keys": here["keys"] | there["keys"], "current": current})


def _age(body: dict[str, Any]) -> int:
    """The number that a rotation counts up; a name made by hand is older than all of them."""
    number = str(body["current"])[1:]
    return int(number) if number.isdigit() else -1


def _body(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    fits = isinstance(body, dict) and isinstance(body.get("keys"), dict) and body.get("current") in body["keys"]
    return body if fits else None
