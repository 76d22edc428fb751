"""The reports' API: Open311 GeoReport v2 and its extensions."""
