"""The deeds of fulfillment. The core, the steward's room and workers call these and nothing else."""

from fulfillment.found import Found
from fulfillment.services.describing import describe_categories, disclosures_of, other_sources, told, withheld_types
from fulfillment.services.erasing_later import (
    Place,
    Result,
    erase_later,
    erased_places,
    forget_places,
    person_of,
    results_of,
)
from fulfillment.services.items import UnknownPlace, set_item_outcome
from fulfillment.services.packages import (
    NoPackage,
    OpenedPackage,
    build_package,
    expire_packages,
    open_package,
    release_package,
    revoke_package,
    show_password,
)
from fulfillment.services.planning import plan_deed, plan_tasks
from fulfillment.services.tasks import (
    NotOpen,
    NotYours,
    cancel_tasks,
    complete_automatically,
    complete_task,
    held_back,
    lock_tasks,
    reopen_task,
)
from fulfillment.signals import Held

__all__ = [
    "Found",
    "Held",
    "NoPackage",
    "NotOpen",
    "NotYours",
    "OpenedPackage",
    "Place",
    "Result",
    "UnknownPlace",
    "build_package",
    "cancel_tasks",
    "complete_automatically",
    "complete_task",
    "describe_categories",
    "disclosures_of",
    "erase_later",
    "erased_places",
    "expire_packages",
    "forget_places",
    "held_back",
    "lock_tasks",
    "open_package",
    "other_sources",
    "person_of",
    "plan_deed",
    "plan_tasks",
    "release_package",
    "reopen_task",
    "results_of",
    "revoke_package",
    "set_item_outcome",
    "show_password",
    "told",
    "withheld_types",
]
