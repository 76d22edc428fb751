"""What strangers see of the catalogue: search, open data, map, home, feeds; and what we hold about people."""
