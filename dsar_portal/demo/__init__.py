"""The demonstration: made-up people whose requests stand at every stage. Everything goes through the real verbs."""
