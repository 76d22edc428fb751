"""What decides in the catalogue, in plain Python: states, meanings, licences, quality, what a file was understood to be."""
