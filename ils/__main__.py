"""`python -m ils` is the `ils` command."""

from ils.cli import main

if __name__ == "__main__":  # a process that reads ahead of an import looks in here too
    main()
