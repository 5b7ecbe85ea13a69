"""One view a call; each makes one call into the core."""
