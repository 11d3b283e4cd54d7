"""CVs that people send in: kept apart, read in a process with limits, reviewed field by field, then erased."""
