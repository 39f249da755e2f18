"""What is asked for: vizpipe.toml → assets and their looks."""
