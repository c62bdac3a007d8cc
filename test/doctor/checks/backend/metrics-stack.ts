import type { HttpAnswer, LiveEvidence } from '../../../../src/doctor/live/live.ts';

export const COMPOSE = `services:
  backend:
    build: ./api
    environment:
      DATABASE_URL: postgresql://\${DB_USER}:\${DB_PASSWORD}@db:5432/cvs
    networks: [inner]
  db:
    image: postgres:16
    networks: [inner]
  redis:
    image: redis:8-alpine
    networks: [inner]
  prometheus:
    image: prom/prometheus:v3.5.3
    networks: [inner]
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
networks:
  inner:
`;

export const PROMETHEUS = `scrape_configs:
  - job_name: api
    metrics_path: /api/metrics # the application
    static_configs:
      - targets: ['backend:8000']
`;

export const APP = `from fastapi import FastAPI

app = FastAPI()


@app.get("/api/health")
async def health():
    return {"status": "ok"}
`;

export const FILES = {
  'compose.yaml': COMPOSE,
  '.env': 'DB_USER=cv\nDB_PASSWORD=example-only-1\n',
  'prometheus.yml': PROMETHEUS,
  'api/main.py': APP,
};

export function answer(
  path: string,
  status: number,
  isMetrics = false,
  contentType = 'application/json',
): HttpAnswer {
  return { url: `http://127.0.0.1:8000${path}`, status, contentType, isMetrics, milliseconds: 3 };
}

export function answers(...given: readonly HttpAnswer[]): Partial<LiveEvidence> {
  return { http: new Map([['backend', given]]) };
}

/** Prometheus' word on the target of {@link PROMETHEUS}. */
export function scraped(lastError: string, url = 'http://backend:8000/api/metrics'): Partial<LiveEvidence> {
  const health = lastError === '' ? 'up' : 'down';
  return {
    prometheus: new Map([
      [
        'prometheus',
        {
          seen: true,
          value: {
            version: '3.5.3',
            targets: [{ job: 'api', url, health, lastError, scrapeIntervalMs: 30_000 }],
            lastReloadSuccessful: true,
            lastReloadAt: undefined,
            metricNames: new Set(),
            alertmanagers: 0,
          },
        },
      ],
    ]),
  };
}
