"""Letters about papers that show who somebody is, or that they may ask for another."""

from notifications.context import day, text, texts
from notifications.keys import LINK, REFERENCE
from notifications.letter_kinds import LetterKind

PAPERS: dict[str, LetterKind] = {
    "paper_request": LetterKind((REFERENCE, day("respond_by", "the day by which we answer"), LINK)),
    "paper_refused": LetterKind(
        (
            REFERENCE,
            text("paper", "what the paper is called"),
            texts("missing", "what is missing, a sentence each", required=True),
            day("respond_by", "the day by which we answer"),
            LINK,
        )
    ),
}
