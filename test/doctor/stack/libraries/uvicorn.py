"""`python -m uvicorn app.main:app --host H --port P`: an ASGI server with uvicorn's log lines."""

import argparse
import asyncio
import importlib
import logging
import sys
from http import HTTPStatus

log = logging.getLogger("uvicorn.error")
access = logging.getLogger("uvicorn.access")


class _Format(logging.Formatter):
    def format(self, record):
        return f"{record.levelname + ':':<10}{record.getMessage()}"


async def _serve(app, reader, writer):
    peer = "{}:{}".format(*writer.get_extra_info("peername")[:2])
    try:
        while request := await reader.readline():
            method, target, version = request.decode("latin-1").split()
            while (await reader.readline()).strip():
                pass
            await _answer(app, writer, peer, (method, target, version))
    except (ConnectionError, ValueError):
        pass
    finally:
        writer.close()


async def _answer(app, writer, peer, request):
    method, target, version = request
    path, _, query = target.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}
    parts = []
    try:
        await app(scope, lambda: asyncio.sleep(0, {"type": "http.request", "body": b""}), _collect(parts))
    except Exception as error:
        log.error("Exception in ASGI application: %r", error)
        text = b"Internal Server Error"
        head = {"status": 500, "headers": [(b"content-length", str(len(text)).encode())]}
        parts[:] = [head, {"body": text}]
    status = parts[0]["status"]
    phrase = HTTPStatus(status).phrase
    lines = [f"{version} {status} {phrase}".encode(), *(b": ".join(pair) for pair in parts[0]["headers"]), b"", b""]
    writer.write(b"\r\n".join(lines) + b"".join(part.get("body", b"") for part in parts[1:]))
    await writer.drain()
    access.info('%s - "%s %s %s" %d %s', peer, method, target, version, status, phrase)


def _collect(parts):
    async def send(part):
        parts.append(part)

    return send


async def _main(options):
    sys.path.insert(0, ".")
    module, _, name = options.app.partition(":")
    app = getattr(importlib.import_module(module), name)
    server = await asyncio.start_server(lambda r, w: _serve(app, r, w), options.host, options.port)
    log.info("Uvicorn running on http://%s:%d", options.host, options.port)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("app")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    handler = logging.StreamHandler()
    handler.setFormatter(_Format())
    logging.getLogger("uvicorn").addHandler(handler)
    logging.getLogger("uvicorn").setLevel(logging.INFO)
    asyncio.run(_main(parser.parse_args()))
