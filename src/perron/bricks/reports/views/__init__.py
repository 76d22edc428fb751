"""Pages: HTTP in, HTTP out."""
