"""How long things are kept, what holds them, how they leave with their owner, and how they are erased with proof."""
