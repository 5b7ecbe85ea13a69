"""The tasks in one's own systems: what to do, and what came of it. Nothing else of the request is shown."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import declare_access
from accounts.selectors import username_of
from dsar_portal.steward.access import TASKS, Desk
from dsar_portal.steward.forms import TaskForm
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from fulfillment.selectors import TaskView
from fulfillment.taxonomy import RECIPIENTS, category_label


@declare_access(TASKS)
def listing(request: Desk) -> HttpResponse:
    """The open tasks, oldest first, and what was done lately."""
    username = username_of(request.principal.user_id)
    context = {"open": held.tasks_of_steward(username), "done": held.tasks_of_steward(username, done=True)}
    return render(request, "steward/home.html", context)


@declare_access(TASKS)
def task(request: Desk, task_id: UUID) -> HttpResponse:
    """One task. Completing it tells the officer; when it was the last one, the case moves on."""
    shown = held.task_of_steward(task_id, username_of(request.principal.user_id))
    if shown is None:
        raise Http404
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        categories=_categories(shown),
        collects=shown.deed == "collect",
        recipients=[(slug, str(RECIPIENTS[slug])) for slug in shown.may_be_told],
    )
    if request.method == "POST" and form.is_valid() and _complete(request, shown, form):
        messages.success(request, _("The task is done."))
        return redirect("steward:home")
    person = held.person_on_file(shown) if shown.status == "open" else {}
    facts = [(name.replace("_", " ").capitalize(), value) for name, value in person.items()]
    context = {"task": shown, "form": form, "facts": facts, "held": fulfillment.held_back(shown.id)}
    return render(request, "steward/task.html", context)


def _complete(request: Desk, shown: TaskView, form: TaskForm) -> bool:
    try:
        fulfillment.complete_task(
            task_id=shown.id,
            result=form.cleaned_data["result"],
            note=form.cleaned_data["note"],
            found=form.brought(shown.system_label),
            told=form.cleaned_data.get("told", ()),
            by=request.principal,
            now=request.now,
        )
    except fulfillment.NotOpen:
        form.add_error(None, _("This task was completed before. Go back to the list."))
        return False
    except fulfillment.Held as held:
        form.add_error(None, str(held))
        return False
    return True


def _categories(shown: TaskView) -> list[tuple[str, str]]:
    system = next((one for one in held.systems() if one.slug == shown.system), None)
    return [(slug, str(category_label(slug))) for slug in (system.categories if system else ())]
