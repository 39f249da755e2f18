"""Frames ↔ arrays; several films on one clock; how a film is told; a film in a few numbers."""
