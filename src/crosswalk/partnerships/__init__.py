"""Designs Skills Mobility Partnerships: plan, costs and shares, triple win, safeguards."""
