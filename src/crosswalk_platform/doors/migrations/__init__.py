"""Tables of the app, and their walls."""
