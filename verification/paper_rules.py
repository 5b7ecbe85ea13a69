"""Which papers count as proof, and what whoever looks at one has to see in it. Pure: no framework, no clock, no table.

An identity document is the last resort (11 CCR 7060(c)(2); Todd Snyder, 2025): it is offered where a member of staff
asked for it with a reason, and never for an opt-out or a protective right.
"""

from collections.abc import Collection

IDENTITY = "identity_document"
PARENT = "parent"
AUTHORITIES = ("signed_permission", "power_of_attorney", PARENT, "court_paper")
KINDS = (IDENTITY, *AUTHORITIES)

# What each paper must show, in the order in which it is read. 11 CCR 7063(a): signed by the consumer, for this purpose;
# Cal. Prob. 4121, 4122: signed, dated, before a notary or two witnesses; 7070(c): proof of a parent.
# `no_limit`: whoever reads it asked whether a court said who may act for the child.
CHECKLIST: dict[str, tuple[str, ...]] = {
    IDENTITY: ("legible", "names_consumer", "official", "in_force"),
    "signed_permission": (
        "legible", "names_consumer", "names_requester", "covers_request", "signed", "dated", "in_force",
    ),
    "power_of_attorney": (
        "legible", "names_consumer", "names_requester", "covers_request", "signed", "witnessed", "dated", "in_force",
    ),
    "parent": ("legible", "names_consumer", "names_requester", "official", "no_limit"),
    "court_paper": (
        "legible", "names_consumer", "names_requester", "covers_request", "court_seal", "dated", "in_force",
    ),
}  # fmt: skip

# Front and back, a page forgotten, a second try and a third.
MOST_PAPERS = 10


# Identity documents, and what may be a copy of one: a parent proves who they are, and whose child it is, with what
# there is (16 CFR 312.5(b)(2)(v): such a paper is deleted promptly after that).
SENSITIVE = (IDENTITY, PARENT)


def needs_two(kind: str) -> bool:
    """Whether a second person has to allow each look: what is in an identity document can be used to steal one.

    Such papers go with the judgement, too, and no legal hold keeps them.
    """
    return kind in SENSITIVE


def point_of(kind: str) -> str:
    """The kind of evidence that an accepted paper is."""
    return "document_check" if kind == IDENTITY else kind


def missing(kind: str, seen: Collection[str]) -> list[str]:
    """What was not seen in a paper of this kind, as codes in the order of its checklist."""
    return [code for code in CHECKLIST[kind] if code not in seen]
