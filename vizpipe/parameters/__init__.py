"""A signature or a table → checked values."""
