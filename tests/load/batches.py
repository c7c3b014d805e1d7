#!/usr/bin/env python3
"""Latency of other people's comments while a shop changes 10,000 products at once: a file is
previewed, applied and undone, every price is raised and put back, a section is emptied.

    tests/load/batches.py target/release/storyplus [rows]

Prints the median and the maximum of a comment for each, in milliseconds, and the duration of the batch.
Needs Linux and Python 3.9; everything runs on loopback, in a temporary folder that is removed at
the end.
"""

import http.cookiejar
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "korea-seoul-1988x"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Person:
    def __init__(self, base, handle):
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, NoRedirect)
        form = {"email": f"{handle}@example.kr", "password": PASSWORD, "handle": handle, "display_name": handle}
        self.post("/signup", form)

    def post(self, path, form=None, body=None, kind="application/x-www-form-urlencoded"):
        data = body if body is not None else urllib.parse.urlencode(form or {}).encode()
        headers = {"Origin": self.base, "Accept": "application/json", "Content-Type": kind}
        request = urllib.request.Request(self.base + path, data, headers)
        try:
            answer = self.opener.open(request, timeout=300)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {text[:300]}")
        return json.loads(text) if text.startswith("{") else {}

    def multipart(self, path, fields, file=None):
        mark = "batches-form-boundary"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        if file:
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{file}\r\n')
        body = ("".join(parts) + f"--{mark}--\r\n").encode()
        return self.post(path, body=body, kind=f"multipart/form-data; boundary={mark}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def measure(name, friend, story, act):
    """Runs `act` while the other person comments, one after another."""
    times, failed, stop = [], [], threading.Event()

    def comment():
        n = 0
        while not stop.is_set():
            at = time.monotonic()
            try:
                friend.post(f"{story}/comments", {"body": f"{name} {n}"})
                times.append((time.monotonic() - at) * 1000)
            except RuntimeError as error:
                failed.append(str(error))
            n += 1
            time.sleep(0.02)

    thread = threading.Thread(target=comment)
    thread.start()
    at = time.monotonic()
    try:
        result = act()
    finally:
        took = time.monotonic() - at
        stop.set()
        thread.join()
    middle, worst = (statistics.median(times), max(times)) if times else (0, 0)
    print(f"{name:22} {took:6.1f} s  {len(times):5} comments  median {middle:6.0f} ms  max {worst:6.0f} ms  {len(failed)} failed", flush=True)
    if failed:
        print("   ", failed[0])
    return result


def main():
    program, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        env = dict(os.environ, STORYPLUS_DATA_DIR=f"{folder}/data", STORYPLUS_BIND=f"127.0.0.1:{port}",
                   STORYPLUS_PUBLIC_URL=base, STORYPLUS_RATE_LIMITS="off", STORYPLUS_LOG="warn")
        server = subprocess.Popen([program, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while server.poll() is None:
                try:
                    urllib.request.urlopen(base + "/healthz")
                    break
                except OSError:
                    time.sleep(0.1)
            owner, friend = Person(base, "farmer"), Person(base, "neighbour")
            owner.post("/shops", {"handle": "green.farm", "display_name": "green farm", "category": "food", "bio": ""})
            owner.post("/act-as", {"account": "green.farm"})
            story = friend.multipart("/stories", {"body": "hello", "visibility": "public"})["location"]
            shop = "/shops/green.farm/catalog"
            words = "겉은 바삭하고 속은 촉촉해요. " * 5
            lines = [f"SKU-{n},쿠키 {n},{words},1000 KRW,G-{n // 4},색 {n % 4},빵" for n in range(rows)]
            file = "id,title,description,price,item_group_id,color,custom_label_0\n" + "\n".join(lines) + "\n"
            see = lambda name, act: measure(name, friend, story, act)
            bring = lambda text: owner.multipart(f"{shop}/import", {}, text)["location"]
            see("nothing", lambda: time.sleep(3))
            page = see("preview", lambda: bring(file))
            see("apply, new", lambda: owner.post(f"{page}/apply"))
            page = see("preview again", lambda: bring(file.replace("1000 KRW", "1100 KRW")))
            see("apply, changed", lambda: owner.post(f"{page}/apply"))
            see("undo of the file", lambda: owner.post(f"{page}/undo"))
            act = see("act on all", lambda: owner.post(f"{shop}/bulk", {"every": rows, "act": "percent", "value": 10}))
            see("undo of the act", lambda: owner.post(act["undo"]))
            sections = owner.opener.open(f"{base}{shop}/sections").read().decode()
            section = sections.split('name="id" value="')[1].split('"')[0]
            see("section emptied", lambda: owner.post(f"{shop}/sections", {"do": "delete", "id": section}))
        finally:
            server.terminate()
            server.wait()


main()
