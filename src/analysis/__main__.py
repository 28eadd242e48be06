"""`python -m analysis` is the same as `briefing`."""

from analysis.cli import main

if __name__ == "__main__":  # worker processes import this module again
    main()
