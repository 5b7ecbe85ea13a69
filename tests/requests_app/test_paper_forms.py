"""Forms on paper: out on the day of the request, back with their bar code, looked at by somebody else."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from audit.models import Entry
from notifications.models import Letter
from requests_app import permissions
from requests_app.choices import Channel
from requests_app.models import PaperForm, StaffNotice
from requests_app.services import paper_forms, retention, work
from requests_app.services.paper_forms import numbers
from requests_app.services.work import NotPossible
from tests import cast
from vault.models import StoredFile
from verification import selectors as checks
from verification.assurance import Tier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)
NO_EMAIL = {**cast.NORA, "email": ""}


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(drawn, "JPEG")
    return drawn.getvalue()


def called(now, *rights, channel=Channel.PHONE, **more):
    """Somebody without e-mail calls, and the workers do their part."""
    filed = cast.ask(
        cast.body(*(rights or ({"right": "access", "scope": "specific_pieces"},)), consumer=NO_EMAIL, **more),
        now=now, channel=channel, by=cast.staff("casey") if channel is Channel.PHONE else None,
    )  # fmt: skip
    cast.work_off(now)
    return filed


@pytest.fixture
def form(now) -> PaperForm:
    """A declaration that is out."""
    cast.register(now)
    called(now)
    return PaperForm.objects.get(kind="declaration")


def test_a_caller_without_email_gets_what_others_sign_online(now, form: PaperForm) -> None:
    letter = Letter.objects.get(kind="paper_forms")
    assert (letter.channel, letter.status) == ("post", "to_print")
    assert [(one["kind"], one["number"]) for one in letter.context["forms"]] == [("declaration", form.number)]
    assert "penalty of perjury" in letter.context["statement"]
    assert form.text_version == letter.context["text_version"]
    assert paper_forms.send(submission_id=form.submission_id, now=now) == []  # once


@pytest.mark.parametrize(
    ("rights", "channel", "more", "kinds"),
    [
        (["opt_out_of_all"], Channel.PHONE, {}, []),
        ([{"right": "access", "scope": "categories"}], Channel.PHONE, {}, []),
        ([{"right": "access", "scope": "specific_pieces"}], Channel.WEB, {}, []),
        ([{"right": "correction", "corrections": [{"field": "given_name", "requested": "Norah"}]}], Channel.MAIL, {},
         ["correction"]),
    ],
)  # fmt: skip
def test_only_what_is_needed_goes_out(now, rights, channel, more, kinds) -> None:
    asked = [{"right": "opt_out", "kinds": ["sale_sharing"]} if one == "opt_out_of_all" else one for one in rights]
    called(now, *asked, channel=channel, **more)
    assert [one.kind for one in PaperForm.objects.order_by("kind")] == kinds


def test_numbers_survive_slips_of_hand_and_tell_a_mistyped_one() -> None:
    number = numbers.new_number()
    assert numbers.parse(f" {number.lower().replace('-', ' ')} ") == number
    assert numbers.parse(number[2:]) == number
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    for typed in (wrong, "", "F-1234", "JM-7K3F-92QX", "ﬀ" * 9):
        with pytest.raises(numbers.Mistyped):
            numbers.parse(typed)


def test_the_signed_statement_counts_after_an_officers_look(now, form: PaperForm) -> None:
    back = paper_forms.arrive(number=form.number, content=picture(), by=cast.staff("mo"), now=now)
    assert (back.reference, back.scanned) == (form.request.reference, True)
    cast.work_off(now)
    olu = cast.staff("olu")
    (waiting,) = paper_forms.tray(by=olu)
    assert waiting.pages == 1
    assert paper_forms.page(form_id=form.id, number=1, by=olu, now=now).startswith(b"\xff\xd8")
    paper_forms.count(form_id=form.id, by=olu, now=now)
    (evidence,) = checks.evidence_of(form.submission_id)
    assert evidence.points == ("declaration",)
    assert paper_forms.tray(by=olu) == []
    assert StaffNotice.objects.filter(duty="form.arrived").exists()
    with pytest.raises(NotPossible, match="quicker"):
        paper_forms.refuse(form_id=form.id, cause="unsigned", by=olu, now=now)
    assert not Entry.objects.filter(leaf__contains="Quist").exists()


def test_who_opens_the_envelope_does_not_judge_and_who_judges_must_be_an_officer(now, form: PaperForm) -> None:
    mo, lena = cast.staff("mo"), cast.staff("lena")
    paper_forms.arrive(number=form.number, content=b"", by=mo, now=now)
    for who in (mo, cast.staff("casey"), cast.staff("ari")):
        with pytest.raises(permissions.NotAllowed):
            paper_forms.count(form_id=form.id, by=who, now=now)
    with pytest.raises(permissions.NotAllowed):
        paper_forms.arrive(number=form.number, content=b"", by=lena, now=now)
    with pytest.raises(permissions.NotFound):  # behind the wall of another company
        paper_forms.look(form_id=form.id, by=cast.staff("mina"), now=now)
    with pytest.raises(NotPossible):
        paper_forms.refuse(form_id=form.id, cause="because", by=lena, now=now)
    assert paper_forms.refuse(form_id=form.id, cause="unsigned", by=lena, now=now).state == "refused"


def test_a_permission_goes_on_to_those_who_judge_such_papers(now) -> None:
    cast.register(now)
    agent = {
        "capacity": "authorized_agent", "name": "Ada Agent", "authority": "signed_permission", "answer_to": "consumer",
        "postal_address": cast.NORA["postal_address"],
    }  # fmt: skip
    called(now, requester=agent)
    form = PaperForm.objects.get(kind="signed_permission")
    paper_forms.arrive(number=form.number, content=picture(), by=cast.staff("mo"), now=now)
    form.refresh_from_db()
    assert form.state == "handed_on"
    assert form.paper is not None
    assert paper_forms.tray(by=cast.staff("olu")) == []
    assert checks.state_of(form.submission_id).reached == Tier.T0


def test_a_form_that_comes_back_after_the_record_is_gone_brings_nothing_back(now, form: PaperForm) -> None:
    work.withdraw(request_id=form.request_id, by=cast.staff("casey"), now=now, channel="phone")
    retention.erase(submission_id=form.submission_id, by=cast.staff("olu"), now=now + 800 * DAY)
    with pytest.raises(paper_forms.NoSuchForm):
        paper_forms.arrive(number=form.number, content=picture(), by=cast.staff("mo"), now=now + 801 * DAY)
    assert not StoredFile.objects.filter(owner=form.submission_id, status="stored").exists()
