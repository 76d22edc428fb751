"""What strangers see of reports, and what we hold about people."""
