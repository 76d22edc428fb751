"""What decides: states, clocks, who is competent, what is a double. Plain Python."""
