import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { look } from './look.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answers: Readonly<Record<string, readonly [number, string, string]>>) {
  const asked: IncomingMessage[] = [];
  server = createServer((request, answer) => {
    asked.push(request);
    const [status, type, body] = answers[request.url?.split('?')[0] ?? ''] ?? [
      404,
      'text/plain',
      'nothing here',
    ];
    if (status === 0) return;
    answer.writeHead(status, { 'content-type': type, location: 'http://elsewhere.example/' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { asked, address: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

test('a backend is asked by GET for metrics and health, where the project and custom say', async () => {
  const { asked, address } = await serve({
    '/api/metrics': [200, 'application/json', '"# HELP a b\\na 1\\n"'],
    '/metrics': [200, 'text/plain; version=0.0.4', '# TYPE a counter\na 1\n'],
    '/stats/prom': [200, 'text/plain', 'a_metric{of="a million bytes"} 1\n'.repeat(60_000)],
    '/ready': [302, 'text/html', ''],
  });
  const files = {
    'compose.yaml': `services:
  api:
    build: .
    healthcheck: {test: ['CMD', 'curl', '-f', 'http://localhost:8000/ready']}
`,
    Dockerfile: 'FROM python:3.12\nCMD uvicorn app:app\n',
    'requirements.txt': 'fastapi\n',
    'prometheus.yml': `scrape_configs:
  - job_name: api
    metrics_path: /stats/prom
    static_configs: [{targets: ['api:8000']}]
`,
  };
  const { http, httpUnseen } = await look({ files, services: { api: address } });
  const answers = http.get('api')!.map(({ url, status, contentType, isMetrics }) => {
    return [url.replace(`http://${address}`, ''), status, contentType.split(';')[0], isMetrics];
  });
  expect(answers).toEqual([
    ['/stats/prom', 200, 'text/plain', true],
    ['/ready', 302, 'text/html', false],
    ['/metrics', 200, 'text/plain', true],
    ['/api/metrics', 200, 'application/json', false],
    ['/health', 404, 'text/plain', false],
    ['/api/health', 404, 'text/plain', false],
    ['/healthz', 404, 'text/plain', false],
  ]);
  expect([...httpUnseen]).toEqual([]);
  expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  // Its access log tells who asked.
  for (const { url } of asked) expect(url).toMatch(/\?by=cvx-doctor$/);
});

test('a path that hangs costs its own answer and no other', async () => {
  const { address } = await serve({ '/metrics': [0, '', ''], '/health': [200, 'text/plain', 'ok'] });
  const { http } = await look({ services: { api: address } });
  const urls = http.get('api')!.map(({ url }) => url);
  expect(urls).not.toContain(`http://${address}/metrics`);
  expect(urls).toContain(`http://${address}/health`);
});

test('what speaks no HTTP is not asked in it', async () => {
  const { http, httpUnseen } = await look({ services: { queue: '127.0.0.1:5672' } });
  expect([http.size, httpUnseen.size]).toEqual([0, 0]);
});

test.each([
  ['404', [404, 'text/plain', 'nothing here']],
  ['a greeting', [200, 'text/plain', 'hello']],
] as const)(
  'a server that compares the whole URL, and else answers %s, is asked as Prometheus asks it',
  async (_, other) => {
    const asked: string[] = [];
    server = createServer(({ url = '' }, answer) => {
      asked.push(url);
      const [status, type, body] = url === '/metrics' ? ([200, 'text/plain', 'a 1\n'] as const) : other;
      answer.writeHead(status, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const at = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const seenWith = async (path: string): Promise<Record<string, boolean>> => {
      asked.length = 0;
      const files = {
        'compose.yaml': 'services: {api: {image: api, command: uvicorn app}}\n',
        'prometheus.yml': `scrape_configs: [{job_name: api, metrics_path: ${path}, static_configs: [{targets: ['api:8000']}]}]\n`,
      };
      const { http } = await look({ files, services: { api: at } });
      return Object.fromEntries(
        http.get('api')!.map(({ url, isMetrics }) => [new URL(url).pathname, isMetrics]),
      );
    };
    const bare = (): string[] => asked.filter((url) => !url.endsWith('?by=cvx-doctor'));
    expect((await seenWith('/metrics'))['/metrics']).toBe(true);
    expect(bare(), 'no more than a scrape').toEqual(['/metrics']);
    const elsewhere = await seenWith('/api/metrics');
    expect(elsewhere['/api/metrics']).toBe(false);
    // Where nothing answers otherwise, the whole URL may be what it is about, and the right path is looked for.
    expect(elsewhere['/metrics']).toBe(other[0] === 404);
  },
);
