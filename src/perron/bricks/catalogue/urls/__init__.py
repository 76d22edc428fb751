"""The addresses of the catalogue: pages for people, an API for programs."""
