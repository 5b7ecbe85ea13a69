"""Reads the demonstration's register, which stands for the company's own systems."""

from fulfillment.found import Found
from fulfillment.models import Task
from outbound import register


class RegisterConnector:
    """All records of the matched person that lie in the task's system."""

    def collect(self, task: Task) -> list[Found]:
        """What the system holds; nothing where the person was not matched."""
        key = str(task.details.get("person_key") or "")
        if not key:
            return []
        return [
            Found(record.category, record.title, record.content, record.source, record.collected_on)
            for record in register.records_of(key)
            if record.system == task.system_id
        ]
