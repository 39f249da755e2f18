"""vizpipe from Python: what ``vizpipe.make`` and its like do, in a script, at a prompt, in a notebook."""
