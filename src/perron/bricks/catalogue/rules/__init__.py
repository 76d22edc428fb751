"""What decides in the catalogue, in plain Python: states, meanings, licences, quality, what was understood of a file."""
