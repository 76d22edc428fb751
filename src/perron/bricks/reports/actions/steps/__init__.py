"""Parts of actions that several of them share."""
