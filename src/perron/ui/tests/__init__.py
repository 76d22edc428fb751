"""Tests of the design system: its tags, its colours, and each of its components in a real browser."""
