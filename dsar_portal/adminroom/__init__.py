"""The administrators' room: accounts, keys, given-up work, health, and the legal rules to read."""
