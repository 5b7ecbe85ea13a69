"""How the portal reads a system that answers by itself. One file each, all of one shape."""

from typing import Protocol

from fulfillment.connectors.register import RegisterConnector
from fulfillment.found import Found
from fulfillment.models import DataSystem, Task

__all__ = ["Connector", "connector_for"]


class Connector(Protocol):
    """Reads what one system holds about the person of a task."""

    def collect(self, task: Task) -> list[Found]: ...


def connector_for(system: DataSystem) -> Connector:
    """The connector of a system that is read by the portal."""
    return RegisterConnector()
