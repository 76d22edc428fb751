"""What the kernel promised."""
