/**
 * Run as a program: a primary with two workers that answer `/work` and `/metrics` on one port, whose number goes to stdout.
 * `/stall` stops the answering worker's event loop for a while, `/die` kills it; another takes its place.
 */
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import process from 'node:process';
import { Registry } from 'prom-client';
import { gatherMetrics, shareMetrics } from '../../src/metrics/cluster.ts';
import { gauge, histogram } from '../../src/metrics/registry.ts';
import { takeSnapshot } from '../../src/metrics/snapshot.ts';

const STALL_MS = 1000;

if (cluster.isPrimary) {
  const metrics = gatherMetrics();
  const fork = (): void => {
    const worker = cluster.fork();
    metrics.join(worker.id, {
      send: (message) => void (worker.isConnected() && worker.send(message)),
      listen: (listener) => void worker.on('message', listener),
    });
    worker.on('disconnect', () => {
      metrics.leave(worker.id);
      fork();
    });
  };
  cluster.once('listening', (_, { port }) => console.log(port));
  fork();
  fork();
} else {
  const registry = new Registry();
  gauge(registry, 'cvx_workers').set(1);
  const durations = histogram(registry, 'cvx_http_request_duration_seconds');
  const shared = shareMetrics(
    {
      send: (message) => void process.send?.(message),
      listen: (listener) => void process.on('message', listener),
    },
    () => takeSnapshot(registry),
  );
  createServer((request, response) => {
    response.setHeader('connection', 'close');
    if (request.url === '/metrics')
      void takeSnapshot(registry)
        .then((own) => shared.renderAll(own))
        .then((text) => response.end(text));
    else if (request.url === '/die') process.kill(process.pid, 'SIGKILL');
    else if (request.url === '/stall') {
      response.end(() => {
        const until = performance.now() + STALL_MS;
        while (performance.now() < until);
      });
    } else {
      durations.observe({ method: 'GET', route: '/work', status_code: '200' }, 0.001);
      response.end(String(process.pid));
    }
  }).listen(0, '127.0.0.1');
}
