"""Catalogue: authorities publish data, and anyone finds, reads and reuses it (directive (EU) 2019/1024; DCAT-AP)."""
