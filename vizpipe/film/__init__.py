"""Frames ↔ arrays; several films on one clock; a film in a few numbers."""
