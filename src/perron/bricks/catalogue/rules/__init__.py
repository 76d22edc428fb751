"""What decides in the catalogue, in plain Python: states, meanings, licences, quality, what a file is understood to be."""
