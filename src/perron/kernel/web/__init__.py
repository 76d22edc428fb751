"""HTTP's side of the kernel: middleware, error pages, pagination, health, and the kernel's own pages and API."""
