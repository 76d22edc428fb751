"""The kernel's own public facts as open data, declared like those of any brick."""
