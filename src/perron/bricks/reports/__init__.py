"""Reports: tell the right authority what is broken in the street, and see it mended."""
