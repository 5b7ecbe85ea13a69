"""What goes in and what comes out, in the form of JSON."""
