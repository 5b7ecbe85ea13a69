"""The other language in the middle of a form: what was typed so far stays, also in a browser without scripts.

The buttons in the header belong to the form of the page (`form="…"`), so a press sends along what stands in it. It is
not judged and not stored: the same page comes back in the other language, with the same words in its fields.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

SWITCH = "switch_language"
AnyForm = TypeVar("AnyForm", bound=forms.Form)
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def wanted(request: HttpRequest) -> str:
    """The language that was pressed in the middle of a form; empty where none was."""
    code = request.POST.get(SWITCH, "") if request.method == "POST" else ""
    return code if code in dict(settings.LANGUAGES) else ""


def switches(view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Show the page in the language that was pressed, and remember it as the language page does."""

    @wraps(view)
    def switched(request: HttpRequest, *args: Any, **kwargs: Any) -> AnyResponse:
        code = wanted(request)
        if not code:
            return view(request, *args, **kwargs)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = view(request, *args, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    return switched


def opened(kind: type[AnyForm], request: HttpRequest, *, initial: dict[str, Any] | None = None, **more: Any) -> AnyForm:
    """The form of a page: as it opens, sent, or neither where only the language was pressed."""
    if request.method != "POST":
        return kind(initial=initial, **more)
    sent = kind(request.POST, request.FILES or None, initial=initial, **more)
    return kind(initial={**(initial or {}), **typed(sent)}, **more) if wanted(request) else sent


def typed(form: forms.Form) -> dict[str, Any]:
    """What stands in the fields of a form that was sent, as it was typed. Files cannot be given back."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }
