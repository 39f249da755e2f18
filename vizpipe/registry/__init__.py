"""Files → recipes: cards, and which code each step uses."""
