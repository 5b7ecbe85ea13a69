"""The script as it counts now: the shipped lines with the approved changes over them, and the name of that version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dsar_portal.callcenter.scripts.lines import QUESTIONS, SAY, VERSION, Line
from requests_app.profile import PROFILE
from requests_app.selectors.scripts import Approved, approved

SAYS, ASKS = "say.", "ask."


@dataclass(frozen=True)
class Script:
    """What agents say, and what they answer when a caller asks. Every call remembers `version`."""

    version: str
    say: Mapping[str, Line]
    questions: Mapping[str, tuple[Line, Line]]


def current() -> Script:
    """The words of this moment, ready to be said: an approved change counts at once."""
    raw = written()
    asked = {name: (_named(question), _named(answer)) for name, (question, answer) in raw.questions.items()}
    return Script(raw.version, {name: _named(line) for name, line in raw.say.items()}, asked)


def written() -> Script:
    """The same as it is edited, with the places for the company's name and number."""
    return laid_over(approved())


def laid_over(changes: Iterable[Approved]) -> Script:
    """The shipped lines with these changes over them, each in the order of its number."""
    say, questions, number = dict(SAY), dict(QUESTIONS), 0
    for change in changes:
        number = change.number
        name = change.key[len(SAYS) :]
        if change.key.startswith(SAYS):
            say[name] = Line(change.en, change.es)
        elif change.en:
            questions[name] = (Line(change.question_en, change.question_es), Line(change.en, change.es))
        else:
            questions.pop(name, None)
    return Script(f"{VERSION}.r{number}" if number else VERSION, say, questions)


def _named(line: Line) -> Line:
    """The line with the organisation's own name and number in it."""

    def fill(text: str) -> str:
        return text.replace("{company}", PROFILE.short_name).replace("{phone}", PROFILE.phone)

    return Line(fill(line.en), fill(line.es))
