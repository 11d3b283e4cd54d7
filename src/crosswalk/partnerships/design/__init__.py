"""What a partnership is: its file, who takes part, money with dated rates, and every mistake in words."""
