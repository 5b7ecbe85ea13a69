"""Model fields whose column holds only ciphertext.

A value is bound to its table, column and primary key: a database writer cannot move a ciphertext to another row.
It is opened when the attribute is first read, and sealed when the row is saved. Queries cannot see it: filter by
a `blind_index` column instead. `.values()` gives `Sealed` objects, which say nothing.
"""

import json
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from vault.crypto import seal, unseal

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    TextBase = models.Field[str, str]
    JSONBase = models.Field[Any, Any]
else:
    TextBase = JSONBase = models.Field


class Sealed:
    """Ciphertext as it lies in the column, with the place it belongs to once that is known."""

    __slots__ = ("context", "envelope")

    def __init__(self, envelope: bytes, context: str | None = None) -> None:
        self.envelope = envelope
        self.context = context

    def __repr__(self) -> str:
        return "<sealed>"


class OpenedOnRead(DeferredAttribute):
    """Keeps ciphertext in the instance until somebody reads the attribute."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self._sealed_field.opened(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        # Bound on arrival, so that a row copied under a new key can still be opened.
        if isinstance(value, Sealed) and value.context is None and instance.__dict__.get(_pk_name(instance)):
            value = Sealed(value.envelope, self._sealed_field.context_of(instance))
        instance.__dict__[self.field.attname] = value

    @property
    def _sealed_field(self) -> "SealedMixin":
        return cast("SealedMixin", self.field)


class SealedMixin:
    """What text and JSON have in common; used only together with `models.Field`."""

    descriptor_class: Any = OpenedOnRead
    empty: ClassVar[object] = None
    attname: str
    name: str

    def get_internal_type(self) -> str:
        return "BinaryField"

    def packed(self, value: object) -> bytes:
        """The value as bytes to seal."""
        raise NotImplementedError

    def unpacked(self, content: bytes) -> Any:
        """The value from opened bytes."""
        raise NotImplementedError

    def context_of(self, instance: models.Model) -> str:
        """The place a value belongs to: table, column and primary key of its row."""
        # Asked of the instance's class: an inherited descriptor still carries its abstract parent's field.
        field = cast("models.Field[Any, Any]", instance._meta.get_field(self.name))
        pk_field = instance._meta.pk
        key = pk_field.to_python(instance.pk) if pk_field is not None else None
        if key is None:
            raise ValueError(f"{field} is encrypted for one row: give the row its primary key before saving it.")
        return f"{field.model._meta.db_table}.{field.column}.{key}"

    def sealed_for(self, key: object, packed: bytes) -> bytes:
        """The envelope of a packed value for the row with this primary key: for rows written without an instance."""
        field = cast("models.Field[Any, Any]", self)
        return seal(packed, context=f"{field.model._meta.db_table}.{field.column}.{key}")

    def opened(self, value: Sealed, instance: models.Model) -> Any:
        """Decrypt a column's content for its row."""
        if not value.envelope:  # a column added later, never written
            return self.unpacked(self.packed(self.empty))
        return self.unpacked(unseal(value.envelope, context=value.context or self.context_of(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what is to be written; an unread ciphertext of the same row is passed on as it is."""
        context = self.context_of(model_instance)
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Sealed) and (not held.envelope or held.context == context):
            return held
        value = getattr(model_instance, self.attname)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return Sealed(seal(self.packed(value), context=context), context)

    def from_db_value(self, value: object, expression: object, connection: "BaseDatabaseWrapper") -> Sealed | None:
        return None if value is None else Sealed(bytes(cast("bytes", value)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Let only ciphertext through to the database."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, Sealed):
            return connection.Database.Binary(value.envelope)
        if value in (b"", self.empty):
            return connection.Database.Binary(b"")
        raise TypeError(f"{self} is encrypted: set the attribute and save() the row; update() would store plain text.")

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare: equal values have different ciphertexts."""
        if lookup_name != "isnull":
            raise FieldError(f"{self} is encrypted: it can be filtered by isnull only; use a blind index.")
        return cast("Any", super()).get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """No transform can look inside either."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is encrypted and is never serialised.")


class EncryptedText(SealedMixin, TextBase):
    """Text that lies encrypted in its column."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str
    empty = ""
    description = "Encrypted text"

    def packed(self, value: object) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self} takes text, not {type(value).__name__}.")
        return value.encode()

    def unpacked(self, content: bytes) -> str:
        return content.decode()


class EncryptedJSON(SealedMixin, JSONBase):
    """A JSON value that lies encrypted in its column."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    empty: ClassVar[object] = {}
    empty_strings_allowed = False
    description = "Encrypted JSON"

    def packed(self, value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def unpacked(self, content: bytes) -> Any:
        return json.loads(content)


def _pk_name(instance: models.Model) -> str:
    pk_field = instance._meta.pk
    return pk_field.attname if pk_field is not None else ""
