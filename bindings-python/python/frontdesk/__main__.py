"""``python -m frontdesk``: answers for people without a program."""

import sys

from ._command_line import main

sys.exit(main())
