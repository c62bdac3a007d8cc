import type { MetricSpec } from './metric-spec.ts';

/** 2 s is the bound that a slow answer is told by, so it is one of the buckets and is not interpolated over. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 5, 10] as const;

/** A warm search takes some ms and its parts less; a query is slow from 1 s. */
const STAGE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** Reading one CV: some ms for text, seconds for a large PDF, 30 s is where it is given up. */
const INGEST_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** What `cvx serve` alone can tell: its requests, searches, uploads, pools and people. */
export const SERVE_METRICS = {
  cvx_workers: { type: 'gauge', help: 'Processes that answer requests.', labels: [], by: 'serve' },
  cvx_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time to answer a request, by route pattern; its count by status code tells rates and errors.',
    labels: ['method', 'route', 'status_code'],
    buckets: REQUEST_BUCKETS,
    by: 'serve',
  },
  cvx_http_requests_in_flight: { type: 'gauge', help: 'Requests being worked on.', labels: [], by: 'serve' },
  cvx_http_requests_waiting: {
    type: 'gauge',
    help: 'Requests that wait for their turn.',
    labels: [],
    by: 'serve',
  },
  cvx_search_duration_seconds: {
    type: 'histogram',
    help: 'Time of a search, by mode.',
    labels: ['mode'],
    buckets: STAGE_BUCKETS,
    by: 'serve',
  },
  cvx_search_stage_duration_seconds: {
    type: 'histogram',
    help: 'Time of one part of a search that no cache answered; the dense and the lexical leg may run at once.',
    labels: ['stage'],
    buckets: STAGE_BUCKETS,
    by: 'serve',
  },
  cvx_searches_degraded_total: {
    type: 'counter',
    help: 'Searches answered without all that belongs to an answer, such as the index of meanings.',
    labels: [],
    by: 'serve',
  },
  cvx_cache_requests_total: {
    type: 'counter',
    help: 'Look-ups in the cache, by what was looked up and result.',
    labels: ['cache', 'result'],
    by: 'serve',
  },
  cvx_cache_errors_total: {
    type: 'counter',
    help: 'Commands that the server of the cache did not answer; each counts as a miss as well.',
    labels: [],
    by: 'serve',
  },
  cvx_ingest_files_total: {
    type: 'counter',
    help: 'Uploaded files, by what became of them.',
    labels: ['outcome'],
    by: 'serve',
  },
  cvx_ingest_duration_seconds: {
    type: 'histogram',
    help: 'Time of an uploaded file from its turn to its outcome.',
    labels: [],
    buckets: INGEST_BUCKETS,
    by: 'serve',
  },
  cvx_ingest_stage_duration_seconds: {
    type: 'histogram',
    help: 'Time of one part of an ingest.',
    labels: ['stage'],
    buckets: INGEST_BUCKETS,
    by: 'serve',
  },
  cvx_people: {
    type: 'gauge',
    help: 'People with a current document.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_people_pending: {
    type: 'gauge',
    help: 'People that the search index has yet to hold as they are stored.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_documents: {
    type: 'gauge',
    help: 'Current documents of people.',
    labels: [],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_files: {
    type: 'gauge',
    help: 'Paths that have been seen, by outcome.',
    labels: ['outcome'],
    aggregate: 'first',
    by: 'serve',
  },
  cvx_pool_connections: {
    type: 'gauge',
    help: 'Open connections of all workers to a server, by state.',
    labels: ['pool', 'state'],
    by: 'serve',
  },
  cvx_pool_waiting: {
    type: 'gauge',
    help: 'Calls that wait for a connection.',
    labels: ['pool'],
    by: 'serve',
  },
  cvx_pool_max_connections: {
    type: 'gauge',
    help: 'Connections that all workers together may open.',
    labels: ['pool'],
    by: 'serve',
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
