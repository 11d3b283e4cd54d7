"""Whether an allocation is fair, and what each rule costs."""
