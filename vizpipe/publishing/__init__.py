"""Files → the places where they are shown: snippets for pages, decks of slides."""
