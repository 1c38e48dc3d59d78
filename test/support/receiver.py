"""A receiver of webhooks that knows Standard Webhooks 1.0 and nothing but Python's standard library.

Usage: receiver.py SECRET [SECRET]. Prints the port it listens on, and then a line for each delivery: `verified`, or what is
wrong with it. Answers 204 or 401.
"""
import base64
import hashlib
import hmac
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

KEYS = [base64.b64decode(secret[len("whsec_"):]) for secret in sys.argv[1:]]
TOLERANCE_SECONDS = 300


def problem(headers, body):
    """What is wrong with a delivery, or None. `body` is the bytes as they came."""
    identifier, timestamp = headers.get("webhook-id"), headers.get("webhook-timestamp")
    if identifier is None or timestamp is None:
        return "webhook-id or webhook-timestamp is missing"
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return "webhook-timestamp is too far off"
    content = b".".join([identifier.encode(), timestamp.encode(), body])
    expected = ["v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode() for key in KEYS]
    given = headers.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(mine, theirs) for mine in expected for theirs in given):
        return "no signature fits"
    return None


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        found = problem(self.headers, body)
        print(found or "verified", flush=True)
        self.send_response(204 if found is None else 401)
        self.end_headers()

    def log_message(self, *_):
        """Its own log would stand between the lines that are read."""


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
