"""What an auditor fills in, a file per kind of page."""
