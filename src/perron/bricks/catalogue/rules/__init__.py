"""What decides in the catalogue, in plain Python: states, meanings, licences, quality, how a file is understood."""
