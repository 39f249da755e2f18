"""vizpipe turns a recipe into figures and animations, again and again, with the same result."""

__version__ = "0.1.0"
