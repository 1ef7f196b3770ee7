"""A server that knows nothing of the guard: it blocks in accept() on the descriptor it is given.

While the file named in DEAF exists it accepts nothing.
"""

import os
import socket
import sys
import time
from pathlib import Path

listener = socket.socket(fileno=int(sys.argv[1]))
deaf = Path(os.environ.get("DEAF", "/nonexistent"))
while True:
    if deaf.exists():
        time.sleep(0.05)
        continue
    connection, _peer = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nforeign\n")
