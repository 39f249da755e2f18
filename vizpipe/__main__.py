"""``python -m vizpipe``."""

from vizpipe.cli import main

if __name__ == "__main__":
    main()
