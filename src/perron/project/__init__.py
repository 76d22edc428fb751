"""Settings, addresses and commands: the only room that knows every name."""
