"""Takes updates in, owes and sends: the law of one transaction."""
