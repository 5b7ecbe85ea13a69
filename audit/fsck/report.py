"""What a check of the ledger has to say."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was signed. `index` is the place in the tree, where there is one."""

    kind: str
    sentence: str
    index: int | None = None
    entry: str | None = None


@dataclass
class Report:
    """What was proved, and what could not be."""

    entries: int = 0
    tree_size: int = 0
    checkpoints: int = 0
    in_flight: int = 0
    details: int = 0
    details_erased: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything was proved."""
        return not self.problems

    @property
    def first(self) -> Problem | None:
        """The earliest bad entry: by place in the tree; what has no place comes last."""
        unplaced = self.tree_size + 1
        return min(self.problems, key=lambda it: unplaced if it.index is None else it.index, default=None)
