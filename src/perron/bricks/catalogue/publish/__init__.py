"""What strangers see of the catalogue: in the search, as open data, on the map, at home, in feeds; and what we hold on people."""
