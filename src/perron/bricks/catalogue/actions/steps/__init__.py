"""What several actions do on their way, and the work of the reading process: no act of anybody by itself."""
