"""Mail that came back: read what a mail server says about it, and let it have its effect once."""
