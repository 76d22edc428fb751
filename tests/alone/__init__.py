"""The kernel with each brick by itself."""
