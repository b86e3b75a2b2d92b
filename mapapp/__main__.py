"""python -m mapapp."""

from mapapp.cli.main import main

if __name__ == "__main__":
    main()
