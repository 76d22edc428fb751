"""The bricks: one folder each, strangers to each other. They meet in the registry, through events, or at a port."""
