"""Every letter prints the fingerprint of the key that signs the ledger: whoever keeps one is a witness."""

import io
from datetime import date

import pikepdf
import pytest

from audit import checkpoints, notes
from notifications import letters, selectors
from notifications.pdf import render_pdf
from tests.conftest import NOW
from tests.notifications.samples import context, nora
from tests.readability import flesch_kincaid

HEADINGS = {"en": "How to check our record", "es": "Cómo comprobar nuestro registro"}


@pytest.fixture
def signed_log(settings, tmp_path):
    """A portal whose sequencer has signed; first with an old key, now with another."""
    settings.CHECKPOINTS_DIR = tmp_path
    for name in ("old", "new"):
        notes.generate_key(tmp_path / name)
        signer = notes.Signer.load("portal.example/audit/1", tmp_path / name)
        checkpoints.announce_key(signer.verifier, into=tmp_path)
    return signer.verifier.fingerprint


def written(kind: str, language: str):
    return selectors.preview(kind, context=context(kind, language), to=nora(language), on=date(2026, 11, 23))


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("kind", sorted(kind for kind, spec in letters.CATALOGUE.items() if not spec.brief))
def test_every_letter_prints_the_key_of_today(signed_log, kind, language) -> None:
    letter = written(kind, language)
    assert signed_log in " ".join(letter.text.split())
    assert signed_log in letter.html
    assert HEADINGS[language] in letter.text


@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_the_sheet_prints_it_too(signed_log, language) -> None:
    sheet = render_pdf(written("acknowledgement", language), to=nora(language), now=NOW)
    with pikepdf.open(io.BytesIO(sheet)) as opened:
        assert opened.Root.MarkInfo.Marked
    assert len(sheet) > len(_without(language))


def _without(language: str) -> bytes:
    letter = written("acknowledgement", language)
    cut = next(at for at, block in enumerate(letter.blocks) if block.get("text") == HEADINGS[language])
    del letter.blocks[cut:]
    return render_pdf(letter, to=nora(language), now=NOW)


def test_before_the_first_signature_nothing_is_promised(settings, tmp_path) -> None:
    settings.CHECKPOINTS_DIR = tmp_path
    assert HEADINGS["en"] not in written("acknowledgement", "en").text


def test_the_words_around_it_are_plain(signed_log) -> None:
    letter = written("acknowledgement", "en")
    cut = next(at for at, block in enumerate(letter.blocks) if block.get("text") == HEADINGS["en"])
    assert flesch_kincaid(letter.blocks[cut + 1]["text"]) <= 9
