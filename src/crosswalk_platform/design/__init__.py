"""How the site looks and speaks: one layout, one way to show a form, colours and sizes in one style sheet."""
