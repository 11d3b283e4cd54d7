"""Letters on their way out: a page hands one over and goes on, the worker sends it, again and again if it must."""
