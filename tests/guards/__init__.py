"""Promises of the whole codebase, each tested in under a second or two."""
