"""The disk: the one atomic writer, folders, locks, hashes, cache, git."""
