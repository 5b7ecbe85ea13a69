"""Fill the register with the demonstration's people."""

from datetime import datetime

from django.db import transaction

from outbound.demo_people import demo_people
from outbound.demo_records import records_for
from outbound.models import RegisterPerson, RegisterPoint, RegisterRecord
from outbound.register import points_of


@transaction.atomic
def load_register(*, now: datetime) -> int:
    """Add the demonstration's people who are not there yet, and give how many. What is there stays as it is."""
    there = set(RegisterPerson.objects.values_list("person_key", flat=True))
    people = [one for one in demo_people() if one.person_key not in there]
    for one in people:
        one.loaded_at = now
    RegisterPerson.objects.bulk_create(people)
    RegisterPoint.objects.bulk_create(
        RegisterPoint(person=one, kind=kind, value=value) for one in people for kind, value in points_of(one).items()
    )
    RegisterRecord.objects.bulk_create(record for one in people for record in records_for(one))
    return len(people)
