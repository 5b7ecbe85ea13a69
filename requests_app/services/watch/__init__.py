"""Watching over the watchers: unusual access week by week, and calls that the ledger does not know."""
