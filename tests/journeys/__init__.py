"""A real browser, across bricks, with accessibility checks."""
