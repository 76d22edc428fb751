"""What is fast, and against whom: one command, one table."""
