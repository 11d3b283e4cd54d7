"""How the site is set up: settings, the database and its roles, routes, what wraps every request."""
