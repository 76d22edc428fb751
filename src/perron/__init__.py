"""Perron: the software of the Belgian public square, in one program."""
