import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import { nginxWord } from '../../src/edits/conf/nginx.ts';
import { readNginx } from '../../src/edits/conf/nginx-tokens.ts';
import { readPostgresConf } from '../../src/edits/conf/postgres.ts';
import { readRedisConf, redisWord } from '../../src/edits/conf/redis.ts';
import type { ConfEdit, ConfSyntax } from '../../src/edits/edit.ts';
import { fc } from '../lib/fast-check.ts';

const file = 'server.conf';

function edited(text: string, ...edits: readonly ConfEdit[]): string {
  const { changes, refused } = applyEdits(new Map([[file, text]]), edits);
  if (refused[0] !== undefined) throw refused[0];
  return changes[0]?.after ?? text;
}

const set = (syntax: ConfSyntax, key: string, value: string, block?: readonly string[]): ConfEdit => ({
  do: 'set-conf',
  syntax,
  file,
  key,
  value,
  ...(block === undefined ? {} : { block }),
});
const remove = (syntax: ConfSyntax, key: string, block?: readonly string[]): ConfEdit => ({
  do: 'remove-conf',
  syntax,
  file,
  key,
  ...(block === undefined ? {} : { block }),
});

const name = fc.stringMatching(/^[a-z]{1,3}(_[a-z])?$/);
const anything = fc.string({ unit: fc.constantFrom(...'ab1 \'"\\#={};$.-/%'), maxLength: 8 });
const end = fc.constantFrom('\n', '\r\n');

function lines(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      lines: fc.array(fc.oneof(line, fc.constantFrom('', '# comment', '  # more')), { maxLength: 6 }),
      end,
      last: fc.boolean(),
    })
    .map((part) => part.lines.join(part.end) + (part.last && part.lines.length > 0 ? part.end : ''));
}

const postgresLine = fc
  .tuple(name, anything, fc.constantFrom(' = ', '=', ' '), fc.constantFrom('', ' # why'))
  .map(
    ([key, value, mark, tail]) =>
      `${key}${mark}'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${tail}`,
  );

test('postgresql.conf: what is set is read back, all else keeps its bytes', () => {
  fc.assert(
    fc.property(lines(postgresLine), name, anything, (before, key, value) => {
      const after = edited(before, set('postgres', key, value));
      expect(readPostgresConf(after).findLast((one) => one.key === key)?.value).toBe(value);
      expect(edited(after, set('postgres', key, value))).toBe(after);
      const old = readPostgresConf(before).findLast((one) => one.key === key);
      if (old === undefined) expect(edited(after, remove('postgres', key))).toBe(before);
      else
        expect([
          after.startsWith(before.slice(0, old.valueStart)),
          after.endsWith(before.slice(old.valueEnd)),
        ]).toEqual([true, true]);
    }),
    { numRuns: 1000 },
  );
});

const redisLine = fc
  .tuple(name, anything, anything)
  .map(([key, one, two]) => `${key} ${redisWord(one)} ${redisWord(two)}`);

test('redis.conf: what is set is read back, all else keeps its bytes', () => {
  fc.assert(
    fc.property(lines(redisLine), name, anything, (before, key, value) => {
      const after = edited(before, set('redis', key, redisWord(value)));
      expect(readRedisConf(after).findLast((one) => one.words[0] === key)?.words).toEqual([key, value]);
      expect(edited(after, set('redis', key, redisWord(value)))).toBe(after);
      const old = readRedisConf(before).findLast((one) => one.words[0] === key);
      if (old === undefined) expect(edited(after, remove('redis', key))).toBe(before);
      else
        expect([
          after.startsWith(before.slice(0, old.valueStart)),
          after.endsWith(before.slice(old.valueEnd)),
        ]).toEqual([true, true]);
    }),
    { numRuns: 1000 },
  );
});

const nginxLine = fc
  .tuple(name, anything, fc.constantFrom('', ' # why; {'))
  .map(([key, one, tail]) => `    ${key} ${nginxWord(one)};${tail}`);

test('nginx: what is set in a block is read back, all else keeps its bytes', () => {
  fc.assert(
    fc.property(lines(nginxLine), name, anything, (inner, key, value) => {
      const before = `user nobody;\nhttp {\n${inner.replace(/\r?\n?$/, '')}\n    server {\n        listen 80;\n    }\n}\n`;
      const inside = (text: string): readonly (readonly string[])[] =>
        readNginx(text)[1]?.children?.map(({ words }) => words) ?? [];
      const many = inside(before).filter(([first]) => first === key);
      fc.pre(many.length < 2);
      const after = edited(before, set('nginx', key, nginxWord(value), ['http']));
      expect(inside(after).filter(([first]) => first === key)).toEqual([[key, value]]);
      expect(edited(after, set('nginx', key, nginxWord(value), ['http']))).toBe(after);
      if (many.length === 0) expect(edited(after, remove('nginx', key, ['http']))).toBe(before);
      expect(inside(after).filter(([first]) => first !== key)).toEqual(
        inside(before).filter(([first]) => first !== key),
      );
    }),
    { numRuns: 1000 },
  );
});

test('postgresql.conf: a new parameter goes below its commented default', () => {
  const before =
    "#work_mem = 4MB\t\t# min 64kB\n#port = 5432\nwork_mem_x = 1\nShared_Buffers = '128MB'   # restart\n";
  expect(
    edited(
      before,
      set('postgres', 'work_mem', '8MB'),
      set('postgres', 'shared_buffers', '1GB'),
      set('postgres', 'search_path', '"$user", public'),
    ),
  ).toBe(
    `#work_mem = 4MB\t\t# min 64kB\nwork_mem = 8MB\n#port = 5432\nwork_mem_x = 1\nShared_Buffers = '1GB'   # restart\nsearch_path = '"$user", public'\n`,
  );
  expect(() => edited('', set('postgres', 'a b', '1'))).toThrow('no name of a parameter');
  expect(() => edited('', set('postgres', 'a', '1\nb = 2'))).toThrow('line end');
});

test('redis.conf: lines that add up become one, others are told apart by their first words', () => {
  const before =
    'save 900 1\nclient-output-buffer-limit normal 0 0 0\nclient-output-buffer-limit pubsub 32mb 8mb 60\nsave 300 10\nMaxMemory 1gb\n';
  expect(
    edited(
      before,
      set('redis', 'save', '3600 1'),
      set('redis', 'client-output-buffer-limit pubsub', '64mb 16mb 60'),
      set('redis', 'maxmemory', '2gb'),
    ),
  ).toBe(
    'client-output-buffer-limit normal 0 0 0\nclient-output-buffer-limit pubsub 64mb 16mb 60\nsave 3600 1\nMaxMemory 2gb\n',
  );
  expect(edited('save 900 1\n', set('redis', 'save', '""'))).toBe('save ""\n');
  expect(() => edited('', set('redis', 'requirepass', '"open'))).toThrow('quote that is not closed');
});

const NGINX = `events { worker_connections 512; }
http {
    upstream api { server a:1; server b:1 weight=2; }   # two
    # "quoted; {" comment
    server {
        listen 80;
        location / {
            proxy_pass http://api;
            proxy_set_header Host "$host; x";
            proxy_set_header Connection 'close';
        }
    }
}
`;

test('nginx: edits in blocks of one line, among equal directives, and in new blocks', () => {
  const location = ['http', 'server', 'location /'];
  const after = edited(
    NGINX,
    set('nginx', 'worker_connections', '4096', ['events']),
    set('nginx', 'least_conn', '', ['http', 'upstream api']),
    set('nginx', 'server a:1', 'max_fails=3', ['http', 'upstream api']),
    set('nginx', 'proxy_set_header Connection', '""', location),
    set('nginx', 'proxy_http_version', '1.1', location),
    set('nginx', 'return', '404', ['http', 'server', 'location = /metrics']),
    set('nginx', 'worker_rlimit_nofile', '8192'),
  );
  expect(after).toBe(`events { worker_connections 4096; }
http {
    upstream api { server a:1 max_fails=3; server b:1 weight=2;
        least_conn;
    }   # two
    # "quoted; {" comment
    server {
        listen 80;
        location / {
            proxy_pass http://api;
            proxy_set_header Host "$host; x";
            proxy_set_header Connection "";
            proxy_http_version 1.1;
        }
        location = /metrics {
            return 404;
        }
    }
}
worker_rlimit_nofile 8192;
`);
  expect(() => edited(NGINX, set('nginx', 'server', 'c:1', ['http', 'upstream api']))).toThrow(
    'stands 2 times',
  );
  expect(() => edited(NGINX, set('nginx', 'gzip', 'on; } evil', ['http']))).toThrow(
    /nginx cannot read|end or be commented/,
  );
  expect(() => edited('http {\n', set('nginx', 'gzip', 'on', ['http']))).toThrow('nginx cannot read line 2.');
});

const noNginx =
  spawnSync('/usr/sbin/nginx', ['-v']).status === 0 || spawnSync('nginx', ['-v']).status === 0
    ? ''
    : ' (skipped: nginx is not installed)';

test.skipIf(noNginx !== '')(`nginx itself accepts an edited file${noNginx}`, async () => {
  const text = edited(
    'pid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n    access_log off;\n}\n',
    set('nginx', 'server 127.0.0.1:9', 'max_fails=3', ['http', 'upstream api']),
    set('nginx', 'keepalive', '16', ['http', 'upstream api']),
    set('nginx', 'log_format x', nginxWord(`it's "a; b" {c} \\ $status`), ['http']),
    set('nginx', 'proxy_pass', 'http://api', ['http', 'server', 'location /']),
    set('nginx', 'worker_connections', '64', ['events']),
  );
  await using folder = await createFixture({ 'nginx.conf': text });
  const path = `/usr/sbin:${process.env['PATH'] ?? ''}`;
  const { status, stderr } = spawnSync('nginx', ['-t', '-p', folder.path, '-c', 'nginx.conf'], {
    encoding: 'utf8',
    env: { PATH: path },
  });
  expect(stderr).toContain('test is successful');
  expect(status).toBe(0);
});

const noRedis =
  spawnSync('redis-server', ['--version']).status === 0 ? '' : ' (skipped: redis-server is not installed)';

test.skipIf(noRedis !== '')(`Redis itself reads back what was quoted${noRedis}`, async () => {
  const secrets = fc.sample(
    fc.string({ unit: fc.constantFrom(...'ab1 \'"\\#=${}é\t'), minLength: 1, maxLength: 8 }),
    { numRuns: 40 },
  );
  const text = edited(
    'port 0\nunixsocket redis.sock\nsave ""\n',
    set('redis', 'requirepass', redisWord(secrets.join(''))),
    set('redis', 'maxmemory', '100mb'),
  );
  await using folder = await createFixture({ 'redis.conf': text });
  const server = spawn('redis-server', ['redis.conf'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const chunk of server.stdout) if (String(chunk).includes('ready to accept connections')) break;
    const get = (key: string): string =>
      execFileSync(
        'redis-cli',
        ['-s', 'redis.sock', '--no-auth-warning', '-a', secrets.join(''), '--json', 'config', 'get', key],
        { cwd: folder.path, encoding: 'utf8' },
      );
    expect(JSON.parse(get('requirepass'))).toEqual({ requirepass: secrets.join('') });
    expect(JSON.parse(get('maxmemory'))).toEqual({ maxmemory: String(100 * 1024 * 1024) });
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
});

test('nginx: a variable in braces is part of its word, and so is any brace behind the first character', () => {
  const [server] = readNginx(
    'server { listen ${PORT}; proxy_pass http://${HOST}:80/; return 200 x${a}y}z; }',
  );
  expect(server?.children?.map(({ words }) => words)).toEqual([
    ['listen', '${PORT}'],
    ['proxy_pass', 'http://${HOST}:80/'],
    ['return', '200', 'x${a}y}z'],
  ]);
});
