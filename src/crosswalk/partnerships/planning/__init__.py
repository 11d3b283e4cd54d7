"""From the first class to the first day at work: order, dates, papers that expire, skills that nobody teaches."""
