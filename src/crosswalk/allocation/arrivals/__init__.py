"""People who arrive in weeks, each week placed before the next is known."""
