"""Commands that need to know every room: serving, looking after, the starter set."""
