"""Points systems calculated a second time, by hand: never from the catalogue, so that a slip in a file shows."""
