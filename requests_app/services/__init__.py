"""The verbs: one file per phase of a request's life. Web, phone, API and tasks all call these."""
