"""A server for the specs of modules that speak HTTP. When the command has ended, it answers on the port that the file port holds, for a minute.

/ok /json /gzip /cookies /empty    a response of that kind
/status/CODE                       that status, with a short text
/redirect/CODE?URL                 a redirect to URL
/echo                              what was asked, as JSON
/login                             200 for the user a with the password b, otherwise 401
"""
import base64
import gzip
import http.server
import json
import os
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode(errors="replace")
        path, _, query = self.path.partition("?")
        kind = path.split("/")[1]
        with open("asked", "a") as log:
            log.write(f"{self.command} {self.path} {self.headers.get('X-Secret', '')}\n")
        if kind == "status":
            self.answer(int(path.split("/")[2]), "a status\n")
        elif kind == "redirect":
            self.answer(int(path.split("/")[2]), "over there\n", {"Location": query})
        elif kind == "echo":
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.answer(200, json.dumps({"method": self.command, "headers": headers, "body": body}), {"Content-Type": "application/json"})
        elif kind == "gzip":
            self.answer(200, gzip.compress(b"unpacked\n"), {"Content-Encoding": "gzip"})
        elif kind == "cookies":
            self.answer(200, "", {"Set-Cookie": "a=1; Path=/", "set-cookie": "b=x y"})
        elif kind == "json":
            self.answer(200, '{"a": [1, {"b": "c"}]}', {"Content-Type": "application/json"})
        elif kind == "empty":
            self.answer(204, None)
        elif kind == "login":
            known = self.headers.get("Authorization") == "Basic " + base64.b64encode(b"a:b").decode()
            self.answer(200 if known else 401, "known\n" if known else "who?\n", {} if known else {"WWW-Authenticate": 'Basic realm="x"'})
        else:
            self.answer(200, "hello\n", {"Content-Type": "text/plain", "X-Note": "one"})

    def answer(self, code, content, headers=None):
        content = content.encode() if isinstance(content, str) else content
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_PATCH = handle_any

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return "Mon, 01 Jan 2024 00:00:00 GMT"

    def version_string(self):
        return "trial"


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with open("port", "w") as file:
        file.write(str(server.server_port))
    if os.fork():
        return
    # The setup waits until nobody holds its output.
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    threading.Timer(60, lambda: os._exit(0)).start()
    server.serve_forever()


main()
