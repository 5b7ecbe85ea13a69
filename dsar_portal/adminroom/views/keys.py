"""Keys for programs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import declare_access
from accounts.selectors import all_keys, user_of
from dsar_portal.adminroom.access import USERS, Desk
from dsar_portal.adminroom.forms import SCOPES, NewKeyForm, end_of


@declare_access(USERS)
@require_safe
def keys(request: Desk) -> HttpResponse:
    """All keys, without their secrets."""
    words = {scope.value: text for scope, text in SCOPES.items()}
    rows = [
        {
            "key": key,
            "scopes": ", ".join(str(words.get(scope, scope)) for scope in key.scopes),
            "works": key.works_at(request.now),
        }
        for key in all_keys()
    ]
    return render(request, "adminroom/keys.html", {"rows": rows})


@declare_access(USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: Desk) -> HttpResponse:
    """Issue a key and show it, once: the page after the form is the only place where it can be read."""
    form = NewKeyForm(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        key = _issued(request, form)
        if key:
            return render(request, "adminroom/key_issued.html", {"key": key, "name": form.cleaned_data["name"]})
    return render(request, "adminroom/new_key.html", {"form": form})


@declare_access(USERS)
@require_POST
def revoke(request: Desk, key_id: UUID) -> HttpResponse:
    """Withdraw a key for good."""
    if all(key.id != key_id for key in all_keys()):
        raise Http404
    services.revoke_api_key(key_id=key_id, by=request.principal, now=request.now)
    messages.success(request, _("The key is withdrawn. It does not work any more."))
    return redirect("adminroom:keys")


def _issued(request: Desk, form: NewKeyForm) -> str:
    given = form.cleaned_data
    owner = user_of(UUID(given["user"]))
    if owner is None:
        form.add_error("user", _("Choose an owner"))
        return ""
    try:
        return services.issue_api_key(
            name=given["name"],
            user=owner,
            scopes=given["scopes"],
            by=request.principal,
            now=request.now,
            expires_at=end_of(given["expires_on"]),
        )
    except services.NotAllowed as refused:
        form.add_error("scopes", str(refused))
        return ""
