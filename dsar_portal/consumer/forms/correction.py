"""The page for corrections, field by field: as many as the person needs, without scripts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.fields import Chosen, Typed
from dsar_portal.consumer.forms.papers import ACCEPTED
from dsar_portal.consumer.forms.step import Answers, Given, Step, asks, right_of
from requests_app.services.draft_papers import Paper, papers_of

MOST = 30
PARTS = ("field", "current", "requested", "reason")


class Correction(Step):
    """Each correction has four fields, numbered from 0."""

    slug, title = "correction", _("What should we correct?")
    intro = _("Tell us one thing at a time. You can add more below.")
    pointers = {"#/rights/correction": "field_0", "#/rights/correction/corrections": "field_0"} | {
        f"#/rights/correction/corrections/{number}/{part}": f"{part}_{number}"
        for number in range(MOST)
        for part in PARTS
    }
    count = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Shown here; what it brings goes to the vault at once, so that a refused answer does not cost the file.
    file = forms.FileField(
        required=False,
        label=_("Take a picture, or choose a file"),
        help_text=_("A picture (JPEG, PNG or WebP) or a PDF, up to 10 megabytes."),
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
    )

    def shape(self) -> None:
        """As many blocks as were sent or kept, and one more where that was asked for."""
        for number in range(self.blocks()):
            self.fields[f"field_{number}"] = Chosen(
                [("", _("Choose")), *words.CORRECTABLE.items()], label=_("Which information is wrong?")
            )
            self.fields[f"current_{number}"] = Typed(label=_("What does it say now? (optional)"))
            self.fields[f"requested_{number}"] = Typed(label=_("What should it say?"), rows=2)
            self.fields[f"reason_{number}"] = Typed(label=_("Why do you think so? (optional)"), rows=2)

    def blocks(self) -> int:
        if self.is_bound:
            typed = str(self.data.get("count", "1"))
            known = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
        else:
            known = int(self.initial.get("count") or 1)
        return max(1, min(known, MOST))

    def groups(self) -> list[dict[str, Any]]:
        """The blocks for the template."""
        return [
            {"number": number + 1, "fields": [self[f"{part}_{number}"] for part in PARTS]}
            for number in range(self.blocks())
        ]

    def papers(self) -> list[dict[str, str]]:
        """What was attached so far."""
        return [{"file": one.file, "words": _in_words(one)} for one in papers_of(self.answers)]

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in super().given().items() if name != "file"}

    def show_field(self, name: str) -> str:
        return name if name in self.fields else "field_0"

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, "correction")

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        right_of(body, "correction")["corrections"] = entries(given)

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        wrong = [
            (
                _("To correct: %(what)s") % {"what": words.of(words.CORRECTABLE, one.get("field", ""))},
                one.get("requested", ""),
            )
            for one in entries(given)
        ]
        papers = "\n".join(_in_words(one) for one in papers_of(answers))
        return [*wrong, (_("Papers that show what is right"), papers)]


def _in_words(paper: Paper) -> str:
    kind = _("A PDF document") if paper.media_type == "application/pdf" else _("A picture")
    return f"{paper.name or kind} ({filesizeformat(paper.size)})"


def entries(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The corrections that were filled in; empty blocks are left out."""
    blocks = [
        {part: str(given.get(f"{part}_{number}") or "") for part in PARTS}
        for number in range(min(int(given.get("count") or 1), MOST))
    ]
    filled = [block for block in blocks if any(block.values())]
    return [{part: value for part, value in block.items() if value} for block in filled]


def compact(data: Mapping[str, Any], *, more: bool) -> dict[str, Any]:
    """What was sent, with empty blocks closed up, and room for one more where asked for."""
    typed = str(data.get("count", "1"))
    sent = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    blocks = [{part: data.get(f"{part}_{number}", "") for part in PARTS} for number in range(min(sent, MOST))]
    kept = [block for block in blocks if any(str(value).strip() for value in block.values())]
    flat = {f"{part}_{number}": value for number, block in enumerate(kept) for part, value in block.items()}
    return {**flat, "count": str(max(1, min(len(kept) + (1 if more else 0), MOST)))}
