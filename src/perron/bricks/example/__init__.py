"""Example: a notice board. It works, it refuses and it fails, so that every promise of the house can be tested on it.

Copy it to begin a brick. It is never installed in production.
"""
