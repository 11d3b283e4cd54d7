"""How the best allocation is found: prices, then a small programme of what they leave open."""
