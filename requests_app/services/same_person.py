"""Is it the same person? Asked of blind keys only, so that the answer needs no plain name.

Contact points alone say little: an agent gives one e-mail address for three hundred people, spouses share a telephone
and a policy. So the same person is one of the same full name who also shares a point of their own, never their agent's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from requests_app.models import SearchKey, Submission
from requests_app.search_keys import digest, fold


@dataclass(frozen=True)
class Who:
    """The consumer of a submission as blind keys; whoever asks for them is left out."""

    name: bytes
    suffix: str
    points: frozenset[bytes]

    def may_be(self, other: "Who") -> bool:
        suffixes = {self.suffix, other.suffix} - {""}
        return self.name == other.name and len(suffixes) < 2 and bool(self.points & other.points)


def who(submission: Submission) -> Who | None:
    """The consumer of a submission; None without a given and a family name, as spouses share the one."""
    person = submission.consumer
    given, family = (str(person.get(part) or "") for part in ("given_name", "family_name"))
    if not (fold(given) and fold(family)):
        return None
    points = frozenset(digest(kind, value) for kind, value in _points(submission))
    return Who(digest("name", f"{given} {family}"), fold(str(person.get("suffix") or "")), points)


def submissions_of(me: Who, *, other_than: UUID | None = None) -> list[Submission]:
    """The submissions about this person. The keys find them, what was typed decides: agents have keys too."""
    named = SearchKey.objects.filter(kind="name", digest=me.name).exclude(submission=other_than)
    sharing = SearchKey.objects.filter(submission__in=named.values("submission"), digest__in=me.points)
    found = Submission.objects.filter(id__in=sharing.values("submission")).order_by("id")
    return [one for one in found if (them := who(one)) is not None and me.may_be(them)]


def _points(submission: Submission) -> Iterator[tuple[str, str]]:
    for kind in ("email", "phone"):
        if value := submission.consumer.get(kind):
            yield kind, str(value)
    for identifier in submission.identifiers:
        yield "identifier", str(identifier["value"])
