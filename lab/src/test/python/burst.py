# python-socketio as people use it: hears a burst by polling, or by polling and then WebSocket, once and in order.
import json
import os
import sys
import threading
import urllib.request

import socketio

BASE = os.environ["HERALD_URL"]
COUNT = int(os.environ["COUNT"])
PROJECT = sys.argv[1]
TRANSPORTS = sys.argv[2].split(",")
STAMPS = sys.argv[3] == "stamped"

steps = []
connections = 0
subscribed = threading.Event()
heard = threading.Event()
sio = socketio.Client()
if not STAMPS:
    # What timestamp_requests=False does in versions that have it.
    sio.eio._get_url_timestamp = lambda: ""


def publish(count):
    lines = "\n".join(
        json.dumps({"type": "custom.step", "project_id": PROJECT, "data": {"step": step}}) for step in range(count))
    request = urllib.request.Request(
        BASE + "/api/v1/events", lines.encode(), {"Content-Type": "application/x-ndjson"})
    assert urllib.request.urlopen(request).status == 200


@sio.on("connect", namespace="/ws")
def on_connect():
    global connections
    connections += 1
    sio.emit("subscribe", {"room": "project:" + PROJECT}, namespace="/ws", callback=lambda _: subscribed.set())


@sio.on("custom.step", namespace="/ws")
def on_step(event):
    steps.append(event["data"]["step"])
    if len(steps) >= COUNT:
        heard.set()


sio.connect(BASE, namespaces=["/ws"], transports=TRANSPORTS)
assert subscribed.wait(30), "not subscribed"
publish(COUNT)
whole = heard.wait(60)
sio.disconnect()
assert whole, "heard %d of %d by %d connections" % (len(steps), COUNT, connections)
assert steps == list(range(COUNT)), "not in order"
assert connections == 1, "%d connections" % connections
