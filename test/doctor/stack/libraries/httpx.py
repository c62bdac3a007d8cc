"""The bounds of a connection pool, as qdrant-client takes them."""


class Limits:
    def __init__(self, max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0):
        self.max_connections = max_connections
        self.max_keepalive_connections = max_keepalive_connections
        self.keepalive_expiry = keepalive_expiry
