"""Serializers that take what is declared and nothing else."""

from collections.abc import Mapping
from typing import Any, TypeVar

from rest_framework import serializers

from requests_app import plain_text

S = TypeVar("S", bound="Strict")


class Strict(serializers.Serializer[Any]):
    """Refuses unknown members by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            strange = [str(name)[:60].encode("ascii", "replace").decode() for name in data if name not in self.fields]
            if strange:
                words = "There is no field of this name. Remove it or check its spelling."
                raise serializers.ValidationError({name: [words] for name in strange})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Any human language, and nothing that hides, reverses or controls."""

    def __init__(self, *, longest: int, lines: bool = False, **more: Any) -> None:
        self.longest, self.lines = longest, lines
        super().__init__(**more)

    def to_internal_value(self, data: Any) -> str:
        try:
            read = plain_text.block if self.lines else plain_text.line
            return read(data, longest=self.longest)
        except plain_text.Unfit as unfit:
            raise serializers.ValidationError(str(unfit)) from None

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        if value == "" and not self.allow_blank:
            self.fail("blank")
        return value


class Flag(serializers.BooleanField):
    """true or false, and no words for them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Answer true or false.")
        return data


class Whole(serializers.IntegerField):
    """A whole number, not a text that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError("Give a whole number.")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One text of a list."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise serializers.ValidationError("Give this as text.")
        return super().to_internal_value(data)


def read(kind: type[S], value: Any) -> dict[str, Any]:
    """The checked members. Raises REST framework's ValidationError."""
    given = kind(data=value)
    given.is_valid(raise_exception=True)
    found: dict[str, Any] = given.validated_data
    return found
