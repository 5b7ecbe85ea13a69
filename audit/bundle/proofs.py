"""A bundle of some requests: each entry with the proof that it is in the signed tree."""

from audit import receipts, selectors
from audit.bundle.archive import Archive
from audit.bundle.tables import Scope


def write(archive: Archive, scope: Scope) -> int:
    """Write a proof file for each entry of the requests that has its place. Returns how many."""
    count = 0
    for place, entry in scope.placed():
        proof = selectors.receipt_of(entry)
        text = proof and receipts.file_text(proof)
        if text:
            archive.put(f"proofs/{place:012d}.tlog-proof", text)
            count += 1
    return count
