"""A bundle tells the whole ledger to somebody who has nothing else."""

from tests import cast
from tests.audit.bundles import exported, verify, write
from tests.audit.conftest import AT


def test_an_untouched_bundle_holds(book, tmp_path):
    write(book, 3, 300)
    path = exported(book, tmp_path / "bundle.zip")
    code, report = verify(path, "--key", str(book.signer.verifier))
    assert (code, report["problems"]) == (0, [])
    assert report["figures"]["entries"] == 303
    assert report["figures"]["checkpoints"] == 2


def test_a_whole_story_holds_with_its_rows(book, tmp_path):
    nora = cast.ask(cast.body("access", "deletion"), now=AT)
    cast.prove(nora, now=AT)
    cast.work_off(AT)
    book.sequence()
    code, report = verify(exported(book, tmp_path / "bundle.zip"))
    assert (code, report["problems"]) == (0, [])
    assert report["figures"]["entries"] > 10
