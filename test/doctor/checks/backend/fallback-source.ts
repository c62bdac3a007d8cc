/** A module as it is written in the field: a client is kept for scripts, and made for each call inside the server. */
export const QDRANT_UTILS = `import asyncio
import logging
import os

from qdrant_client import QdrantClient

from .settings import settings

logger = logging.getLogger(__name__)

_client = None


def _connect() -> QdrantClient:
    return QdrantClient(
        host=settings.qdrant_host,
        port=settings.qdrant_port,
        timeout=int(os.environ["QDRANT_TIMEOUT"]),
    )


def get_qdrant_client() -> QdrantClient:
    """One client for scripts; inside the server every call makes its own."""
    global _client
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        if _client is None:
            _client = _connect()
        return _client
    logger.warning("Event loop running, using fallback client")
    return _connect()


async def search(vector: list[float], limit: int = 10):
    client = get_qdrant_client()
    return client.query_points(settings.qdrant_collection, query=vector, limit=limit).points


async def count() -> int:
    qdrant = get_qdrant_client()
    answer = qdrant.count(
        settings.qdrant_collection,  # exact
    )
    return answer.count
`;

export const BACKEND = `services:
  backend:
    build: ./backend
    command: uvicorn app.main:app --workers 2
  qdrant:
    image: qdrant/qdrant:v1.18.3
`;

export const FILES = {
  'compose.yaml': BACKEND,
  'backend/requirements.txt': 'fastapi\nqdrant-client==1.15.1\n',
  'backend/app/qdrant_utils.py': QDRANT_UTILS,
};
