"""Personal values lie sealed in their columns, each bound to its row."""

import copy
import pickle
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction

from audit.ids import new_id
from vault.crypto import CannotOpen
from vault.fields import EncryptedJSON, EncryptedText, Sealed
from vault.models import StoredFile

pytestmark = pytest.mark.django_db


class Sheet(models.Model):
    """An abstract table, so that inheritance is part of the story."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = EncryptedText(default="")

    class Meta:
        abstract = True
        app_label = "vault"


class Card(Sheet):
    facts = EncryptedJSON(null=True)

    class Meta:
        app_label = "vault"
        db_table = "test_card"


@pytest.fixture(autouse=True)
def _table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE test_card (id uuid PRIMARY KEY, name bytea NOT NULL, facts bytea)")


def _column(pk: UUID, column: str = "name") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_card WHERE id = %s", [pk])  # noqa: S608 a constant of this file
        return bytes(cursor.fetchone()[0])


def test_the_column_holds_ciphertext_and_the_attribute_the_value() -> None:
    nora = Card.objects.create(name="Nora Quist", facts={"city": "Neenah"})
    assert b"Nora" not in _column(nora.pk)
    assert b"Neenah" not in _column(nora.pk, "facts")
    again = Card.objects.get()
    assert (again.name, again.facts) == ("Nora Quist", {"city": "Neenah"})


def test_equal_values_have_different_ciphertexts() -> None:
    one, other = Card.objects.create(name="Nora"), Card.objects.create(name="Nora")
    assert _column(one.pk) != _column(other.pk)


def test_a_value_is_opened_only_when_it_is_read() -> None:
    Card.objects.create(name="Nora")
    again = Card.objects.get()
    assert isinstance(again.__dict__["name"], Sealed)
    assert "Nora" not in repr(again.__dict__)
    assert again.name == "Nora"


def test_a_ciphertext_moved_to_another_row_does_not_open() -> None:
    nora, sam = Card.objects.create(name="Nora"), Card.objects.create(name="Sam")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_card SET name = %s WHERE id = %s", [_column(nora.pk), sam.pk])
    with pytest.raises(CannotOpen):
        _ = Card.objects.get(pk=sam.pk).name


def test_a_ciphertext_moved_to_another_column_does_not_open() -> None:
    nora = Card.objects.create(name="1", facts=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_card SET facts = name")
    with pytest.raises(CannotOpen):
        _ = Card.objects.get(pk=nora.pk).facts


def test_a_flipped_bit_does_not_open() -> None:
    nora = Card.objects.create(name="Nora")
    damaged = bytearray(_column(nora.pk))
    damaged[-1] ^= 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_card SET name = %s", [bytes(damaged)])
    with pytest.raises(CannotOpen):
        _ = Card.objects.get().name


def test_plain_text_cannot_slip_into_an_update() -> None:
    Card.objects.create(name="Nora")
    with pytest.raises(TypeError, match="save"), transaction.atomic():
        Card.objects.update(name="Sam")
    with pytest.raises(TypeError, match="save"), transaction.atomic():
        Card.objects.bulk_update([Card(id=uuid4(), name="Sam")], ["name"])


@pytest.mark.parametrize("lookup", ["name", "name__icontains", "facts__city", "name__in"])
def test_queries_cannot_compare_it(lookup: str) -> None:
    with pytest.raises(FieldError):
        Card.objects.filter(**{lookup: ["Nora"]})


def test_null_stays_null_and_can_be_asked_for() -> None:
    Card.objects.create(name="Nora", facts={"a": 1})
    Card.objects.update(facts=None)
    assert Card.objects.filter(facts__isnull=True).get().facts is None


def test_bulk_created_rows_open() -> None:
    Card.objects.bulk_create([Card(name="Nora", facts=[1]), Card(name="Sam")])
    assert sorted((card.name, card.facts) for card in Card.objects.all()) == [("Nora", [1]), ("Sam", None)]


def test_deferred_and_refreshed_values_open() -> None:
    card = Card.objects.create(name="Nora")
    assert Card.objects.defer("name").get().name == "Nora"
    card.name = "changed in memory"
    card.refresh_from_db()
    assert card.name == "Nora"


def test_copies_open_and_a_copy_under_a_new_key_is_sealed_anew() -> None:
    Card.objects.create(name="Nora")
    card = Card.objects.get()
    assert copy.copy(card).name == copy.deepcopy(card).name == "Nora"
    twin = Card.objects.get()
    twin.pk, twin._state.adding = new_id(), True
    twin.save()
    assert [one.name for one in Card.objects.all()] == ["Nora", "Nora"]


def test_saving_an_unread_row_passes_its_ciphertext_on() -> None:
    card = Card.objects.create(name="Nora")
    before = _column(card.pk)
    Card.objects.get().save()
    assert _column(card.pk) == before


def test_a_change_inside_json_is_saved() -> None:
    Card.objects.create(facts={"cities": ["Neenah"]})
    card = Card.objects.get()
    card.facts["cities"].append("Madison")
    card.save()
    assert Card.objects.get().facts == {"cities": ["Neenah", "Madison"]}


def test_values_of_a_queryset_say_nothing() -> None:
    Card.objects.create(name="Nora")
    assert repr(Card.objects.values_list("name", flat=True).get()) == "<sealed>"


def test_a_pickled_row_opens(now: datetime) -> None:
    file = StoredFile(owner=uuid4(), name="letter.pdf", stored_at=now)
    assert pickle.loads(pickle.dumps(file)).name == "letter.pdf"  # noqa: S301 our own bytes


def test_a_column_added_later_reads_as_empty() -> None:
    card = Card.objects.create(name="Nora")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_card SET name = ''")
    assert Card.objects.get(pk=card.pk).name == ""


def test_migrations_can_write_the_field_down() -> None:
    name, path, args, kwargs = Card._meta.get_field("name").deconstruct()
    assert (name, path, list(args), kwargs) == ("name", "vault.fields.EncryptedText", [], {"default": ""})


def test_text_takes_only_text() -> None:
    with pytest.raises(TypeError):
        Card.objects.create(name=42)
