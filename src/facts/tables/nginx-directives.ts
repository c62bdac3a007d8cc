// Written by scripts/facts/generate.ts; do not edit.
import type { InvalidNginxDirective, NginxChange, NginxDirectiveFact } from '../nginx.ts';

export const NGINX_DIRECTIVES: readonly NginxDirectiveFact[] = [
  {
    name: 'worker_processes',
    context: 'main',
    default: '1 (image nginx.conf: auto)',
    note: 'auto counts host CPUs, not the cgroup quota: set the number or NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE',
  },
  { name: 'worker_rlimit_nofile', context: 'main', note: '>= 2 x worker_connections' },
  {
    name: 'worker_connections',
    context: 'events',
    default: '512 (image: 1024)',
    note: "in main: 'directive is not allowed here' (verified)",
  },
  { name: 'multi_accept', context: 'events', default: 'off' },
  {
    name: 'client_max_body_size',
    context: 'http, server, location',
    default: '1m',
    note: '>= Qdrant max_request_size_mb if it proxies uploads',
  },
  { name: 'client_body_buffer_size', default: '8k|16k' },
  { name: 'client_body_timeout', default: '60s' },
  { name: 'client_header_timeout', default: '60s' },
  { name: 'send_timeout', default: '60s' },
  { name: 'keepalive_timeout', default: '75s' },
  { name: 'keepalive_requests', default: '1000' },
  { name: 'sendfile', default: 'off' },
  { name: 'tcp_nopush', default: 'off' },
  { name: 'tcp_nodelay', default: 'on' },
  { name: 'server_tokens', default: 'on' },
  { name: 'gzip', default: 'off', note: 'listing text/html warns duplicate MIME type' },
  { name: 'gzip_comp_level', default: '1', note: 'listing text/html warns duplicate MIME type' },
  { name: 'gzip_min_length', default: '20', note: 'listing text/html warns duplicate MIME type' },
  { name: 'gzip_types', default: 'text/html', note: 'listing text/html warns duplicate MIME type' },
  { name: 'proxy_connect_timeout', default: '60s' },
  { name: 'proxy_read_timeout', default: '60s' },
  { name: 'proxy_send_timeout', default: '60s' },
  {
    name: 'proxy_buffer_size',
    note: 'busy must be < all proxy_buffers minus one buffer, else [emerg] (verified)',
  },
  {
    name: 'proxy_buffers',
    note: 'busy must be < all proxy_buffers minus one buffer, else [emerg] (verified)',
  },
  {
    name: 'proxy_busy_buffers_size',
    note: 'busy must be < all proxy_buffers minus one buffer, else [emerg] (verified)',
  },
  {
    name: 'upstream keepalive',
    note: 'before 1.30 also needs proxy_http_version 1.1 and proxy_set_header Connection ""',
  },
  {
    name: 'upstream server host',
    note: 'an unresolvable name at start is fatal: host not found in upstream (verified): start order/depends_on matters',
  },
  { name: 'limit_req_zone rate', note: 'integer r/s or r/m: 1.5r/s is [emerg] invalid rate (use 90r/m)' },
  { name: 'limit_req burst nodelay', note: 'ok' },
  { name: 'limit_req_status 429', note: 'ok' },
  { name: 'limit_conn', note: 'ok' },
  { name: 'grpc_pass grpc://qdrant:6334', note: 'needs http2 on the server block for clients' },
  { name: 'stub_status', note: 'the only built-in metrics; nginx-prometheus-exporter reads it' },
  { name: 'proxy_cache_path', note: 'ok' },
  { name: 'proxy_cache', note: 'ok' },
  { name: 'proxy_cache_use_stale', note: 'ok' },
  { name: 'proxy_cache_lock', note: 'ok' },
  { name: 'ssl_protocols', default: 'TLSv1.2 TLSv1.3' },
  { name: 'http2 on', note: 'ok in both builds' },
  { name: 'http3 on', note: 'ok in both builds' },
  { name: 'listen ... quic', note: 'ok in both builds' },
];

export const NGINX_CHANGES: readonly NginxChange[] = [
  {
    what: 'upstream keep-alive by default',
    in126: 'proxies with HTTP/1.0 + Connection: close (observed)',
    in130: 'HTTP/1.1 and connection reuse without any directive (observed: two requests on one connection)',
  },
  {
    what: 'keepalive before the balancing method',
    in126: '[warn] load balancing method redefined',
    in130: 'no warning',
  },
  {
    what: 'server NAME resolve in open source',
    in126: 'invalid parameter "resolve"',
    in130: 'ok (needs zone + resolver)',
  },
  { what: 'sticky', in126: 'unknown directive', in130: 'ok' },
  { what: 'proxy_http_version 2', in126: 'invalid value', in130: 'ok' },
  {
    what: 'listen ... http2',
    in126: "[warn] deprecated: use 'http2 on;'",
    in130: "[warn] deprecated: use 'http2 on;'",
  },
  {
    what: 'ssl on;',
    in126: 'unknown directive (use listen ... ssl)',
    in130: 'unknown directive (use listen ... ssl)',
  },
];

export const INVALID_NGINX_DIRECTIVES: readonly InvalidNginxDirective[] = [
  { name: 'brotli', useInstead: 'third-party module, absent from the official image' },
  { name: 'health_check', useInstead: 'NGINX Plus only; max_fails/fail_timeout' },
  { name: 'vhost_traffic_status_display', useInstead: 'third-party VTS module' },
  { name: 'spdy', useInstead: 'http2 on' },
  { name: 'ssl', value: 'on', useInstead: 'listen 443 ssl' },
  { name: 'worker_connections', value: 'in main', useInstead: 'events{}' },
  { name: 'client_max_body_size', value: '50mb', useInstead: '50m' },
];
