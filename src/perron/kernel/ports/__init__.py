"""What one brick may offer to all: each port a protocol, with a null implementation."""
