"""The built-in recipes, one a file. Each is loaded by its path; nothing imports it by name."""
