"""Who goes where: capacities, quotas, families and fairness, with a certificate."""
