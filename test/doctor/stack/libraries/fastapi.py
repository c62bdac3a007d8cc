"""As much of FastAPI as a small backend takes: GET routes with query parameters, JSON or a Response."""

import inspect
import json
from urllib.parse import parse_qsl


class Response:
    def __init__(self, content=b"", status_code=200, media_type="text/plain"):
        self.body = content if isinstance(content, bytes) else content.encode()
        self.status_code = status_code
        self.media_type = media_type


class FastAPI:
    def __init__(self, **_):
        self.routes = {}

    def get(self, path, **_):
        def register(handler):
            self.routes[path] = handler
            return handler

        return register

    async def __call__(self, scope, receive, send):
        status, media_type, body = await self._answer(scope)
        headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope):
        handler = self.routes.get(scope["path"])
        if handler is None:
            return 404, "application/json", b'{"detail":"Not Found"}'
        given = dict(parse_qsl(scope["query_string"].decode()))
        wanted = inspect.signature(handler).parameters
        answer = handler(**{name: _typed(wanted[name], text) for name, text in given.items() if name in wanted})
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, Response):
            return answer.status_code, answer.media_type, answer.body
        return 200, "application/json", json.dumps(answer).encode()


def _typed(parameter, text):
    return parameter.annotation(text) if callable(parameter.annotation) else text
