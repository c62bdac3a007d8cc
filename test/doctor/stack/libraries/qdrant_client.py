"""Queries over Qdrant's REST API, blocking and not. As the real ones do, each client has connections of its own and keeps them."""

import asyncio
import http.client
import json
from types import SimpleNamespace


def _query(query, limit):
    return json.dumps({"query": query, "limit": limit}).encode()


def _points(status, body):
    if status != 200:
        raise RuntimeError(f"Unexpected Response: {status} {body.decode()}")
    points = [SimpleNamespace(**point) for point in json.loads(body)["result"]["points"]]
    return SimpleNamespace(points=points)


class QdrantClient:
    def __init__(self, host="localhost", port=6333, timeout=5, **_):
        self._http = http.client.HTTPConnection(host, port, timeout=timeout)

    def query_points(self, collection_name, query, limit=10):
        headers = {"Content-Type": "application/json"}
        self._http.request("POST", f"/collections/{collection_name}/points/query", _query(query, limit), headers)
        answer = self._http.getresponse()
        return _points(answer.status, answer.read())


class AsyncQdrantClient:
    def __init__(self, host="localhost", port=6333, timeout=5, limits=None, pool_size=None, **_):
        self._address = (host, port)
        self._timeout = timeout
        most = pool_size or getattr(limits, "max_connections", 100)
        self._free = asyncio.Semaphore(most)
        self._idle = []

    async def query_points(self, collection_name, query, limit=10):
        async with self._free:
            return await asyncio.wait_for(self._post(collection_name, _query(query, limit)), self._timeout)

    async def _post(self, collection, body):
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(*self._address)
        head = (
            f"POST /collections/{collection}/points/query HTTP/1.1\r\nHost: {self._address[0]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        status = int((await reader.readline()).split()[1])
        length = 0
        while line := (await reader.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        answer = await reader.readexactly(length)
        self._idle.append((reader, writer))
        return _points(status, answer)
