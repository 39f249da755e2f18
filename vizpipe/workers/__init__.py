"""Who does the work, and what is done in one."""

PATIENCE = 600.0
"""Seconds that a task may take, unless the user says otherwise."""
