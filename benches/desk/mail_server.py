"""A mail server by other people's code (Debian's python3-aiosmtpd): says its port, and writes down the Message-ID of each mail that it takes."""

import os
import sys
import time
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Taker:
    def __init__(self, log):
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server, session, envelope):
        identifier = message_from_bytes(envelope.original_content)["Message-ID"].strip("<>").split("@")[0]
        # It is the server's from here on, and then it says so.
        os.write(self.log, f"{identifier}\n".encode())
        os.fsync(self.log)
        return "250 2.0.0 taken"


controller = Controller(Taker(sys.argv[1]), hostname="127.0.0.1", port=int(sys.argv[2]))
controller.start()
print("ready", flush=True)
while sys.stdin.read(1):
    time.sleep(1)
controller.stop()
