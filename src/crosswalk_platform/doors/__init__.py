"""My doors: which regular pathways are open to a person on the facts given, with or without an account."""
