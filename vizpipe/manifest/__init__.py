"""What was made, from what, in words."""
