"""``python -m frontdesk.mcp``."""

from . import main

if __name__ == "__main__":
    main()
