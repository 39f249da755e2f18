"""``make``: parameters → frames → film → pictures → files, each step done only if what it depends on has changed."""
