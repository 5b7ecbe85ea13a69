"""Somebody asks in another's name: guesses, stolen facts, stolen codes, and requests that shall be in the way."""

import random

from tests.drills import ground, guessing, identity_stories, strangers
from tests.drills.report import Result

# People, and guesses at each of four proofs of each.
FULL, SHORT = (20, 125), (6, 13)
STORIES, FEW = 5, 1
BY_ADDRESS = 60
# What has to be nothing at all.
NONE = (
    "judged_beyond_limits", "judged_below_limits", "accepted", "checks_passed_or_closed", "people_answered_otherwise",
    "errors", "classic_reached_something", "classic_not_warned", "ex_spouse_reached_something",
    "ex_spouse_warning_went_astray", "stolen_codes_accepted", "real_person_blocked", "real_person_days_lost",
    identity_stories.WAITS,
)  # fmt: skip


def identity_attack(*, seed: int, full: bool) -> Result:
    """Guesses are judged up to the limits and tell nothing; what a stranger knows or files gains and harms nothing."""
    ground.ready()
    chance = random.Random(seed)
    targets, each = FULL if full else SHORT
    figures: dict[str, int | float | str] = {}
    with ground.fresh_database(), strangers.texts():
        figures |= identity_stories.all_of_them(STORIES if full else FEW, chance)
        figures |= guessing.storm(chance=chance, targets=targets, each=each)
    held = not any(figures[name] for name in NONE) and figures["flood_let_through"] == BY_ADDRESS
    # Stories in which nobody was warned, or the right code fails too, would prove nothing.
    told = bool(figures["warned_at_the_contact_on_file"]) and bool(figures["right_codes_accepted"])
    claim = (
        f"Of {figures['guesses']} guesses at codes and facts, {figures['guesses_over_pages']} of them over the pages "
        f"from {figures['network_addresses']} addresses, {figures['judged']} were judged, none beyond the limits; "
        "answers tell nobody who is on file; stolen facts and stolen codes reach nothing; requests in her name block "
        "and delay nobody, and take no code from her mailbox"
    )
    return Result("identity_attack", claim, held and told, figures, seed, full)
