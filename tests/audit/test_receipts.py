"""Nora keeps her receipt. It proves her request without us; and whatever is wrong with one is said."""

import base64
import json
import re
from base64 import b64encode

import pytest

from audit import checkpoints, notes, receipts
from audit.receipts import Finding
from tests.audit.bundles import known_key, verifier, verify, write


@pytest.fixture
def nora(book):
    """Her entry among others, signed, and more signed after it."""
    mine = write(book, 40)[7]
    book.text = _file(book, mine.entry)
    write(book, 30)
    book.mine = mine
    return book


def _file(book, entry) -> str:
    from audit import selectors

    return receipts.file_text(selectors.receipt_of(entry), keys=[book.signer.verifier])


def find(book, text: str) -> Finding:
    return receipts.check(text, keys=[book.signer.verifier]).finding


def test_a_receipt_says_all_that_is_needed(nora):
    first, extra, index, *_ = nora.text.split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 7")
    about = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    assert json.loads(about["leaf"])["id"] == str(nora.mine.entry)
    assert about["vkey"] == str(nora.signer.verifier)


def test_it_holds_for_as_long_as_the_ledger_grows_from_it(nora, tmp_path):
    assert find(nora, nora.text) == Finding.HOLDS
    assert find(nora, "  \r\n" + nora.text.replace("\n", "\r\n")) == Finding.HOLDS
    file = tmp_path / "nora.tlog-proof"
    file.write_text(nora.text)
    code, report = verify(file, "--key", nora.signer.verifier)
    assert (code, report["figures"]["entry"]) == (0, str(nora.mine.entry))


def altered_leaf(text: str) -> str:
    first, extra, *rest = text.split("\n")
    about = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    about["leaf"] = about["leaf"].replace("requeued", "discarded")
    return "\n".join([first, "extra " + base64.b64encode(json.dumps(about).encode()).decode(), *rest])


def no_json(text: str) -> str:
    first, _, *rest = text.split("\n")
    broken = json.dumps({"leaf": "{", "vkey": ""}).encode()
    return "\n".join([first, "extra " + base64.b64encode(broken).decode(), *rest])


def other_signature(text: str) -> str:
    head, _, line = text.strip().rpartition(" ")
    raw = bytearray(base64.b64decode(line))
    raw[40] ^= 1
    return f"{head} {base64.b64encode(raw).decode()}\n"


WRONG = [
    (lambda text: "", Finding.EMPTY),
    (lambda text: "Dear Sir or Madam", Finding.NOT_A_RECEIPT),
    (lambda text: text + "x" * receipts.LONGEST, Finding.TOO_LONG),
    (lambda text: text[: len(text) // 3], Finding.CUT_OFF),
    (lambda text: text[: text.index("portal.example")], Finding.CUT_OFF),
    (lambda text: text.replace("index 7", "index seven"), Finding.CUT_OFF),
    (lambda text: text.rstrip()[:-9], Finding.CUT_OFF),
    (lambda text: re.sub("extra .*", "extra " + b64encode(b"[" * 5000).decode(), text), Finding.CUT_OFF),
    (lambda text: text.rpartition("\u2014")[0], Finding.CUT_OFF),
    (lambda text: text.replace("portal.example/audit/1", "other.example/audit/1"), Finding.OTHER_LOG),
    (other_signature, Finding.FORGED),
    (altered_leaf, Finding.DOES_NOT_LEAD),
    (no_json, Finding.NO_SUCH_TEXT),
    (lambda text: text.replace("index 7", "index 8"), Finding.DOES_NOT_LEAD),
    (lambda text: text.replace("index 7", "index 40"), Finding.DOES_NOT_LEAD),
]


def test_what_is_wrong_with_a_receipt_is_told_apart(nora):
    for deed, finding in WRONG:
        text = deed(nora.text)
        assert find(nora, text) == finding, text[-80:]
        offline = verifier().Check([known_key(str(nora.signer.verifier))])
        try:
            offline.receipt(text)
        except verifier().Bad as bad:
            offline.problem("broken", None, str(bad))
        assert offline.problems, finding


def test_a_receipt_of_another_key_is_not_ours(nora):
    stranger = notes.Verifier(nora.signer.verifier.name, b"\x01" * 32)
    assert receipts.check(nora.text, keys=[stranger]).finding == Finding.OTHER_KEY


def test_a_history_written_anew_cannot_satisfy_an_old_receipt(nora):
    """Whoever holds the key can sign anything; but not so that the tree still begins with what Nora holds."""
    said = notes.read_text(nora.text.partition("\n\n")[2])
    leaf = json.loads(base64.b64decode(nora.text.split("\n")[1].removeprefix("extra ")))["leaf"]
    from audit import merkle

    forged = nora.signer.sign(notes.Checkpoint(said.origin, 1, merkle.leaf_hash(leaf.encode())))
    top = "\n".join([*nora.text.split("\n")[:2], "index 0"])
    assert find(nora, f"{top}\n\n{forged}") == Finding.SPLIT
    longer = nora.signer.sign(notes.Checkpoint(said.origin, 10**6, said.root))
    top = nora.text.partition("\n\n")[0]
    assert find(nora, f"{top}\n\n{longer}") in {Finding.AHEAD, Finding.DOES_NOT_LEAD}


def test_the_published_keys_are_the_ones_trusted(nora, monkeypatch):
    monkeypatch.setattr(checkpoints, "folder", lambda: nora.folder)
    assert receipts.check(nora.text).finding == Finding.HOLDS
    assert receipts.file_of(nora.mine.entry).startswith("c2sp.org/tlog-proof@v1\nextra ")
