import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import type { FsFixture } from 'fs-fixture';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Says on the terminal what is not tried where nginx is absent. */
export async function nginxIsInstalled(otherwise: string): Promise<boolean> {
  const { failed } = await execa('nginx', ['-v'], { env: { PATH }, reject: false });
  if (failed) console.warn(`nginx is not installed: ${otherwise}.`);
  return !failed;
}

export interface RunningNginx extends AsyncDisposable {
  ask(path: string, given?: Given): Promise<Answer>;
}

interface Given {
  readonly headers?: Readonly<Record<string, string>>;
  /** With one it is a POST. */
  readonly body?: string;
}

interface Answer {
  /** Undefined where the connection was closed without an answer. */
  readonly status: number | undefined;
  readonly text: string;
}

/** A real nginx with this inside `http`, at a socket of the folder; its nginx.conf is written there. */
export async function startNginx(
  fixture: FsFixture,
  inHttp: (listen: string) => string,
): Promise<RunningNginx> {
  const socketPath = fixture.getPath('nginx.sock');
  const conf = fixture.getPath('nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${fixture.path}/${name};`,
  );
  await writeFile(
    conf,
    `pid ${fixture.path}/pid; error_log stderr;
events {}
http {
  access_log off; ${temporary.join(' ')}
  ${inHttp(`listen unix:${socketPath};`)}
}
`,
  );
  const nginx = execa(
    'nginx',
    ['-e', 'stderr', '-p', fixture.path, '-c', conf, '-g', 'daemon off; master_process off;'],
    { env: { PATH }, reject: false },
  );
  const stop = async (): Promise<void> => {
    nginx.kill();
    await nginx;
  };
  for (let tries = 0; !(await isListening(socketPath)); tries += 1) {
    if (tries === 600) {
      await stop();
      throw new Error(`nginx did not start: ${(await nginx).stderr}`);
    }
    await setTimeout(50);
  }
  return {
    ask: (path, given = {}) => answer(socketPath, path, given),
    [Symbol.asyncDispose]: stop,
  };
}

function isListening(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/' }, (response) => {
      response.resume();
      resolve(true);
    })
      .on('error', (error) => resolve(!/ENOENT|ECONNREFUSED/.test(error.message)))
      .end();
  });
}

function answer(socketPath: string, path: string, { headers = {}, body }: Given): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve) => {
    request({ socketPath, path, headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', () => resolve({ status: undefined, text: '' }))
      .end(body);
  });
}
