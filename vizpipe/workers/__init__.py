"""Who does the work, and what is done in one."""
