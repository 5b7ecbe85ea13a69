"""The verifier itself: other people's vectors, its own arithmetic against ours, and how it answers its user."""

import ast
import json
import subprocess
import sys
import zipfile
from uuid import UUID

import pytest

from audit import merkle
from audit.actors import SYSTEM, Subject
from audit.ledger import leaf_text
from requests_app import lifecycle
from tests.audit import bundles
from tests.audit import test_epochs as epochs
from tests.audit.bundles import VERIFIER, check, exported, verify, write
from tests.audit.conftest import AT

verifier = bundles.verifier()

# RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]  # fmt: skip
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def key_of(public: bytes):
    key = verifier.Key(PETER)
    key.public = public
    return key


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032(public, message, signature):
    key, text, raw = key_of(bytes.fromhex(public)), bytes.fromhex(message), bytearray.fromhex(signature)
    assert key.made(bytes(raw), text)
    assert not key.made(bytes(raw), text + b"\x00")
    for place in range(0, 64, 9):
        raw[place] ^= 1
        assert not key.made(bytes(raw), text)
        raw[place] ^= 1
    order = int.from_bytes(raw[32:], "little") + verifier.L
    assert not key.made(bytes(raw[:32]) + order.to_bytes(32, "little"), text), "a signature has one form only"


def test_the_example_of_the_signed_note_specification():
    key, raw = verifier.Key(PETER), verifier.unbase64(SIGNED)
    assert raw[:4] == key.id_as("PeterNeumann")
    assert key.made(raw[4:], TEXT.encode())


def test_its_proofs_and_roots_are_ours_up_to_size_130():
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(130)]
    tree, subtree = verifier.Tree(), merkle.subtrees_of(leaves)
    for size in range(1, 131):
        tree.append(leaves[size - 1])
        assert tree.root() == merkle.root(leaves[:size])
        for index in range(size):
            steps = merkle.inclusion_proof(index, size, subtree)
            assert verifier.rebuilt(leaves[index], index, size, steps) == tree.root()
            for wrong in (steps[:-1], [*steps, leaves[0]]) if size % 16 == 1 else ():
                if wrong != steps:
                    with pytest.raises(verifier.Bad):
                        verifier.rebuilt(leaves[index], index, size, wrong)


def test_it_knows_the_steps_of_a_request_and_the_fields_of_an_entry():
    lawful = {(str(step.source), str(step.target)) for step in lifecycle.TRANSITIONS.values()}
    known = {(source, target) for source, targets in verifier.STEPS.items() for target in targets.split()}
    assert known == lawful | {(None, "received")}
    leaf = leaf_text(
        UUID(int=1), "x.y", actor=SYSTEM, subject=Subject("x", UUID(int=2), 1), at=AT, request=None, facts={},
        steps=(None, None, None),
    )  # fmt: skip
    assert list(json.loads(leaf)) == verifier.FIELDS


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', '{"b":1,"a":1}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e3}', '{"a":9007199254740992}', '{"A":1}',
        '{"a":NaN}', '{"a":"\\u0041"}', '{"a":"e\u0301"}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', "[" * 5000, "", "1",
    ],
)  # fmt: skip
def test_what_is_not_canonical_is_refused(text):
    with pytest.raises(verifier.Bad):
        verifier.read_entry(text.encode())


def test_a_restored_ledger_says_what_it_lost_and_holds(restored, tmp_path):
    restored.write()
    epochs.opened()
    restored.sequence()
    write(restored, 3)
    path = exported(restored, tmp_path / "bundle.zip")
    keys = [restored.signer.verifier]
    _code, report = verify(path, "--key", keys[0])
    # The entries of this story tell of requests that have no rows; nothing else may be wrong.
    assert {one["kind"] for one in report["problems"]} <= {"state"}
    assert "3 signed entries of portal.example/audit/1 were lost, as the next log says" in report["remarks"]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "unsaid.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"published_size":7', b'"published_size":4'))
    found = check(tmp_path / "unsaid.zip", keys=keys)
    assert (found["kind"], found["index"]) in {("cut", 4), ("edited", 4)}


restored = epochs.restored


def test_how_it_answers(book, tmp_path):
    write(book, 5)
    path = exported(book, tmp_path / "bundle.zip")
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(path).extractall(unpacked)
    note = tmp_path / "note.txt"
    note.write_text(book.folder.joinpath("latest").read_text())
    told = said(path)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "HOLDS.")
    assert book.signer.verifier.fingerprint in told.stdout
    assert "compare it with our letters" in told.stdout
    (day,) = book.folder.glob("*.jsonl")
    assert said(unpacked, "--key", book.signer.verifier, "--note", note, "--note", day).returncode == 0
    (unpacked / "tile/entries/000.p/5").write_bytes(b"\x00\x05hello")
    told = said(unpacked)
    assert (told.returncode, told.stdout.splitlines()[-1][:60]) == (
        1,
        "DOES NOT HOLD. First: the entry at place 0 cannot be: its te",
    )
    note.write_text("no note")
    assert "kept" not in said(path, "--note", note).stderr
    assert said(path, "--note", note).returncode == 1
    path.write_bytes(path.read_bytes()[:-40])
    assert said(path).returncode == 1
    assert said(tmp_path / "nothing.zip").returncode == 3
    assert said(path, "--key", "rubbish").returncode == 2
    assert said().returncode == 2


def said(*arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-S", "-I", VERIFIER, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={}, timeout=60)


def test_it_can_be_read_in_an_hour_and_needs_the_standard_library_alone():
    source = VERIFIER.read_text()
    tree = ast.parse(source)
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names
    told = [node.body[0] for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    words = sum(node.end_lineno - node.lineno + 1 for node in told if is_text(node))
    code = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(code) - words <= 400


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
