"""Outside systems of the catalogue: one folder or file each."""
