"""What stands outside: caches, photos, other people's systems."""
