"""`python -m equity_blocks` is the same as the command `equity-blocks`."""

from equity_blocks.cli import main

if __name__ == "__main__":
    main()
