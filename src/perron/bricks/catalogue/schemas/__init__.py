"""What comes in and goes out as text: questions to tables, their canonical addresses, and code that asks them."""
