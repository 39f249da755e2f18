"""Somebody's own training → a film: what a network was after each epoch, and what was measured; logs → a film."""
