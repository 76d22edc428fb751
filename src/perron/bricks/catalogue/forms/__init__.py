"""The forms of the catalogue's pages, by subject; each gives plain values to an action."""
