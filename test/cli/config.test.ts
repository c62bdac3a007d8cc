import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { runCvx } from './run-cvx.ts';

test('cvx config prints each value with its origin, and no password', async () => {
  await using fixture = await createFixture({ 'cvx.yaml': '# ours\nfile_timeout: 2m\n' });
  const { stdout, stderr, code } = await runCvx(['config', '--home', '/data/cvx'], {
    cwd: fixture.path,
    env: { CVX_CONCURRENCY: '3', MAX_QUEUE_WORKERS: '3', DATABASE_URL: 'postgresql://cvx:hunter2@db/cvx' },
  });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toMatchInlineSnapshot(`
    "Setting                    Value                         From                           Variable
    home                       /data/cvx                     flag --home                    CVX_HOME
    embedding_model            bundled                       default                        EMBEDDING_MODEL
    concurrency                3                             environment CVX_CONCURRENCY    CVX_CONCURRENCY
    file_timeout               120s                          cvx.yaml:2:1                   CVX_FILE_TIMEOUT
    database_url               postgresql://cvx:••••@db/cvx  environment DATABASE_URL       DATABASE_URL
    database_replica_url       -                             not set                        DATABASE_REPLICA_URL
    database_pool_size         5                             default                        DATABASE_POOL_SIZE
    database_max_overflow      5                             default                        DATABASE_MAX_OVERFLOW
    qdrant_url                 -                             not set                        QDRANT_URL
    qdrant_api_key             -                             not set                        QDRANT_API_KEY
    qdrant_pool_size           10                            default                        QDRANT_POOL_SIZE
    qdrant_max_connections     50                            default                        QDRANT_MAX_CONNECTIONS
    qdrant_timeout             10s                           default                        QDRANT_TIMEOUT
    qdrant_shard_number        -                             not set                        QDRANT_SHARD_NUMBER
    qdrant_replication_factor  -                             not set                        QDRANT_REPLICATION_FACTOR
    qdrant_quantization        none                          default                        QDRANT_QUANTIZATION
    redis_url                  -                             not set                        REDIS_URL
    redis_queue_url            -                             not set                        REDIS_QUEUE_URL
    min_queue_workers          1                             default                        MIN_QUEUE_WORKERS
    max_queue_workers          3                             environment MAX_QUEUE_WORKERS  MAX_QUEUE_WORKERS
    memory_threshold_mb        -                             not set                        MEMORY_THRESHOLD_MB
    web_concurrency            1                             default                        WEB_CONCURRENCY
    max_concurrent_requests    100                           default                        MAX_CONCURRENT_REQUESTS
    max_global_concurrent      150                           default                        MAX_GLOBAL_CONCURRENT
    rate_limit                 6000                          default                        CVX_RATE_LIMIT
    max_upload_mb              100                           default                        CVX_MAX_UPLOAD_MB
    api_keys_file              -                             not set                        CVX_API_KEYS_FILE
    allowed_hosts              -                             not set                        CVX_ALLOWED_HOSTS
    "
  `);
});

test('cvx config --json', async () => {
  await using fixture = await createFixture({});
  const { stdout } = await runCvx(['config', '--json'], {
    cwd: fixture.path,
    env: { REDIS_URL: 'redis://:hunter2@r' },
  });
  const { settings } = JSON.parse(stdout) as { settings: { key: string; value: string | null }[] };
  expect(Object.fromEntries(settings.map(({ key, value }) => [key, value]))).toMatchObject({
    home: '/nonexistent/data/cvx',
    embedding_model: 'bundled',
    database_url: null,
    redis_url: 'redis://:••••@r',
  });
});

test('--env-file is read, ./.env is not', async () => {
  await using fixture = await createFixture({
    '.env': 'QDRANT_URL=http://theirs:6333\n',
    'my.env': 'CVX_CONCURRENCY=9\n',
  });
  const { stdout, stderr } = await runCvx(['config', '--env-file', 'my.env'], { cwd: fixture.path });
  expect(stdout).toMatch(/concurrency +9 +my.env CVX_CONCURRENCY/);
  expect(stderr).toBe('');
  const without = await runCvx(['config'], { cwd: fixture.path });
  expect(without.stdout).not.toContain('theirs');
  expect(without.stderr).toBe(
    './.env names QDRANT_URL, which cvx does not use unasked. To use it: --env-file .env\n',
  );
});

test('an error in cvx.yaml names file, line and column', async () => {
  await using fixture = await createFixture({ 'cvx.yaml': 'home: x\ncolour: red\n' });
  expect(await runCvx(['config'], { cwd: fixture.path })).toMatchObject({
    stdout: '',
    stderr: 'cvx.yaml:2:1: unknown setting "colour"\n  The settings are listed by: cvx config --help\n',
    code: 2,
  });
});

test('a reader that goes early is no error', async () => {
  const { execaCommand } = await import('execa');
  const { BIN, cleanEnv } = await import('./run-cvx.ts');
  const result = await execaCommand(
    `${process.execPath} ${BIN} --help | head -1; echo "code \${PIPESTATUS[0]}"`,
    {
      shell: '/bin/bash',
      env: cleanEnv(),
      extendEnv: false,
    },
  );
  expect(result.stdout).toBe('Usage: cvx <command> [options]\ncode 0');
  expect(result.stderr).toBe('');
});
