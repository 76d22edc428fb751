"""The only writers of the catalogue: one function per use case, by subject; what several of them do is in `steps`."""
