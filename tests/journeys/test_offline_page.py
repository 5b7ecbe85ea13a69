"""The verifier for people without Python: one page, opened from the disk, with no network to talk to."""

import shutil
import zipfile

import pytest

from audit import receipts, selectors
from requests_app.services.packs.sealing import Pack
from tests import cast
from tests.audit import test_epochs as epochs
from tests.audit.bundles import VERIFIER, exported, write
from tests.audit.conftest import AT, book  # noqa: F401  # the fixture of a ledger of its own

PAGE = VERIFIER.with_suffix(".html")


@pytest.fixture
def papers(book, tmp_path):  # noqa: F811  # a fixture of the file it is imported from
    """A bundle and a receipt of one ledger, and both after somebody has been at them."""
    cast.ask(cast.body("access"), now=AT)
    receipt = write(book, 3, 297)[1]
    text = receipts.file_text(selectors.receipt_of(receipt.entry), keys=[book.signer.verifier])
    bundle = exported(book, tmp_path / "bundle.zip")
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(tmp_path / "edited.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            is_first = name == "tile/entries/000"
            new.writestr(name, content.replace(b"job.requeued", b"job.requeuee", 1) if is_first else content)
    (tmp_path / "receipt.tlog-proof").write_text(text)
    wrong = text.replace("index ", "index 1")
    (tmp_path / "wrong.tlog-proof").write_text(wrong)
    (tmp_path / "cut.tlog-proof").write_text(text[:300])
    pack = Pack()
    pack.put("ledger.zip", bundle.read_bytes())
    pack.put("requests.csv", "reference\n")
    (tmp_path / "pack.zip").write_bytes(pack.seal({}))
    shutil.copy(tmp_path / "pack.zip", tmp_path / "more.zip")
    with zipfile.ZipFile(tmp_path / "more.zip", "a") as more:
        more.writestr("letter.pdf", "put in later")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 50)
    return tmp_path


def test_the_page_tells_good_from_bad_without_a_network(papers, book, browser):  # noqa: F811  # a fixture of the file it is imported from
    page = browser.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(PAGE.as_uri())
    key = str(book.signer.verifier)
    for names, vkey, words in (
        (["receipt.tlog-proof"], "", ["Holds", "job.requeued", book.signer.verifier.fingerprint, "came with the file"]),
        (["receipt.tlog-proof"], key, ["Holds"]),
        (["wrong.tlog-proof"], key, ["Does not hold"]),
        (["cut.tlog-proof"], key, ["cut off"]),
        (["photo.jpg"], key, ["is not a receipt"]),
        (["bundle.zip"], key, ["Holds", "Entries"]),
        (["bundle.zip", "receipt.tlog-proof"], key, ["Holds"]),
        (["pack.zip"], key, ["Holds", "Files of the pack"]),
        (["more.zip"], key, ["Does not hold", "letter.pdf is not the file"]),
        (["edited.zip"], key, ["Does not hold", "is not the one placed there"]),
    ):
        page.fill("#key", vkey)
        page.set_input_files("#files", [papers / name for name in names])
        page.click("#check")
        page.wait_for_selector("#result h2")
        shown = page.inner_text("#result")
        assert [word for word in words if word not in shown] == [], (names, shown[:500])
        page.evaluate("document.getElementById('result').textContent = ''")
    assert errors == []
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked), asked
    page.close()


def test_the_page_follows_a_ledger_into_its_next_epoch(restored, tmp_path, browser):
    restored.write()
    epochs.opened()
    restored.sequence()
    page = browser.new_page()
    page.goto(PAGE.as_uri())
    page.set_input_files("#files", exported(restored, tmp_path / "bundle.zip"))
    page.click("#check")
    page.wait_for_selector("#result h2")
    shown = page.inner_text("#result")
    assert "3 signed entries of portal.example/audit/1 were lost, as the next log says" in shown
    # The entries of this story tell of requests that have no rows; nothing else may be wrong.
    found = page.locator("#result li").all_inner_texts() or [page.inner_text("#result p")]
    assert [line for line in found if "gone from the tables" not in line] == []
    page.close()


restored = epochs.restored
