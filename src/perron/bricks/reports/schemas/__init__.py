"""The shapes of the reports' API."""
