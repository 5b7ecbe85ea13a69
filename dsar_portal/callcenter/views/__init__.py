"""Thin views: read the form, do one deed of the core, show what came of it."""
