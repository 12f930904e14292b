"""`python -m ils` is the `ils` command."""

from ils.cli import main

main()
