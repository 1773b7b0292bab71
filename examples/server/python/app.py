"""A login on Flask that asks `npx depthproof serve`: DEPTHPROOF_SECRET=... python app.py"""

import json
import os
import urllib.error
import urllib.request

from flask import Flask, Response, request

SERVICE = os.environ.get("DEPTHPROOF_URL", "http://127.0.0.1:8787")
SECRET = os.environ["DEPTHPROOF_SECRET"]
ORIGIN = os.environ.get("ORIGIN", "http://localhost:3000")

app = Flask(__name__)


def ask(route: str, **fields: str) -> dict:
    """The service's answer; one without success where it gives none."""
    body = json.dumps({"secret": SECRET, "remoteip": request.remote_addr, **fields}).encode()
    call = urllib.request.Request(f"{SERVICE}/{route}", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(call, timeout=10) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        return {"success": False, "error-codes": [str(error)]}


@app.post("/depthproof/session")
def session() -> dict:
    return ask("session", origin=ORIGIN, action="login")


@app.post("/login")
def login() -> Response:
    response = request.form.get("depthproof-response", "")
    answer = ask("siteverify", response=response, origin=ORIGIN, action="login")
    # Check the password here, too.
    if answer["success"] is True:
        return Response("Welcome.")
    # Why is for you alone: it would help an attacker.
    app.logger.warning(",".join(answer["error-codes"]))
    return Response("Please try again.", status=403)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "3000")))
