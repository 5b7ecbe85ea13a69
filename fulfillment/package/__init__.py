"""Putting the answer's package together: one model of its content, and four forms of it."""
