"""The levels as choices of a column."""

from verification.assurance import Tier

TIERS = [(int(tier), tier.name) for tier in Tier]
