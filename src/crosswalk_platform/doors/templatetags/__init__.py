"""How texts of the catalogue are shown."""
