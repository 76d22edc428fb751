"""What a file was understood to be: tests of the catalogue brick."""
