"""A running frontdesk-server as six tools for agents, by the Model Context Protocol.

``frontdesk-mcp`` speaks over standard input and output, as desktop agents start it, and asks the server at
``FRONTDESK_URL`` with the key in ``FRONTDESK_API_KEY``. With ``--http PORT`` it is a service of its own, and
each caller's own key goes on to the server: it can do nothing that the key may not do.

Needs ``pip install "frontdesk[mcp]"``.
"""

from ._server import main, server

__all__ = ["main", "server"]
