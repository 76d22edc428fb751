"""The promises that no single room can keep alone."""
