import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPrograms } from '../../lib/find-program.ts';
import { importImage, type LocalImage, MADE_HERE } from '../../doctor/stack/local-image.ts';

const APP = fileURLToPath(new URL('../../..', import.meta.url));
const POSTGRES = '/usr/lib/postgresql/15';

/** What the images' own entrypoints do that a stack relies on. */
const ENTRYPOINTS = {
  /** Programs of this machine may be older than those of the images: what they cannot read yet is left out, and nothing else. */
  nginx: `#!/bin/sh
version=$(nginx -v 2>&1 | sed 's/[^0-9]*\\([0-9]*\\)\\.\\([0-9]*\\).*/\\1 \\2/')
set -- \${version}
# "server NAME resolve" came with 1.27.3.
if [ "$1" -eq 1 ] && [ "$2" -lt 28 ]; then word=' resolve;'; else word='^$'; fi
sed "s/$word/;/" /etc/nginx/nginx.conf > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
`,
  'postgres-exporter': `#!/bin/bash
known=$(prometheus-postgres-exporter --help 2>&1)
for flag; do shift; case $known in *"$flag"*) set -- "$@" "$flag" ;; esac; done
exec prometheus-postgres-exporter "$@"
`,
  /**
   * As docker-entrypoint.sh of the official image, for an account that may write to PGDATA: a new data folder gets the superuser,
   * the line for all hosts, the database, and the scripts of /docker-entrypoint-initdb.d on a server without TCP.
   */
  postgres: `#!/bin/bash
set -euo pipefail
if [ -n "\${POSTGRES_PASSWORD_FILE:-}" ]; then export POSTGRES_PASSWORD="$(< "$POSTGRES_PASSWORD_FILE")"; fi
if [ "\${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "\${POSTGRES_PASSWORD:?}" "\${POSTGRES_USER:=postgres}" "\${POSTGRES_DB:=$POSTGRES_USER}"
  export POSTGRES_USER POSTGRES_DB PGPASSWORD="$POSTGRES_PASSWORD"
  initdb --username "$POSTGRES_USER" --pwfile <(printf '%s\\n' "$POSTGRES_PASSWORD") --locale C.UTF-8
  printf '\\nhost all all all scram-sha-256\\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "$(printf '%q ' "\${@:2}" -c listen_addresses= -p 5432)" -w start
  if [ "$POSTGRES_DB" != postgres ]; then
    psql -v ON_ERROR_STOP=1 --no-password --username "$POSTGRES_USER" --dbname postgres \\
      --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
  fi
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -f "$file" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
fi
exec "$@"
`,
} as const;

const NOBODY = { nobody: 65_534 };

/** By the name that `compose.yaml` asks for, without its version. Accounts and folders are those of the official images. */
const IMAGES: Readonly<Record<string, LocalImage>> = {
  nginx: {
    programs: ['nginx', 'curl', 'sed'],
    files: ['/etc/nginx/mime.types'],
    accounts: { nginx: 101 },
    scripts: { entrypoint: ENTRYPOINTS.nginx },
    changes: ['ENTRYPOINT ["entrypoint"]'],
  },
  postgres: {
    programs: ['bash', 'cat', 'rm', 'mv', 'touch', 'tr'],
    files: [
      '/usr/bin/env',
      '/bin/bash',
      POSTGRES,
      '/usr/share/postgresql/15',
      '/usr/share/zoneinfo',
      '/usr/lib/locale/C.utf8',
    ],
    accounts: { postgres: 999 },
    writable: ['/var/lib/postgresql/data', '/var/run/postgresql'],
    scripts: { entrypoint: ENTRYPOINTS.postgres },
    changes: [
      `ENV PATH=${POSTGRES}/bin:/usr/local/bin:/usr/bin:/bin`,
      // The server wants to own its folder, and the folder of a volume is root's here.
      'ENV PGDATA=/var/lib/postgresql/data/files',
      'ENTRYPOINT ["entrypoint"]',
    ],
  },
  redis: {
    programs: ['redis-server', 'redis-cli', 'grep'],
    accounts: { redis: 999 },
    writable: ['/data'],
    changes: ['WORKDIR /data'],
  },
  'qdrant/qdrant': {
    programs: ['qdrant', 'bash', 'grep'],
    writable: ['/qdrant/storage', '/qdrant/snapshots', '/qdrant/config'],
    changes: ['WORKDIR /qdrant', 'ENV RUN_MODE=production', 'CMD ["qdrant"]'],
  },
  'oliver006/redis_exporter': {
    programs: ['prometheus-redis-exporter'],
    changes: ['USER 59000:59000', 'ENTRYPOINT ["prometheus-redis-exporter"]'],
  },
  'quay.io/prometheuscommunity/postgres-exporter': {
    programs: ['prometheus-postgres-exporter', 'wget', 'bash'],
    files: ['/bin/bash'],
    accounts: NOBODY,
    scripts: { entrypoint: ENTRYPOINTS['postgres-exporter'] },
    changes: ['USER nobody', 'ENTRYPOINT ["entrypoint"]'],
  },
  'quay.io/prometheus/node-exporter': {
    programs: ['prometheus-node-exporter', 'wget'],
    accounts: NOBODY,
    // Debian switches both on.
    changes: [
      'USER nobody',
      'ENTRYPOINT ["prometheus-node-exporter", "--no-collector.systemd", "--no-collector.textfile"]',
    ],
  },
  'prom/prometheus': {
    programs: ['prometheus', 'promtool', 'wget'],
    accounts: NOBODY,
    writable: ['/prometheus'],
    changes: ['USER nobody', 'WORKDIR /prometheus', 'ENTRYPOINT ["prometheus"]'],
  },
};

/** Programs that no image can be made without here, and files of PostgreSQL 15. */
export function missingForImages(): string[] {
  const programs = Object.values(IMAGES).flatMap((image) => image.programs);
  const files = Object.values(IMAGES).flatMap(({ files: paths = [] }) => paths);
  const paths = files.map((file) => (typeof file === 'string' ? file : file[0]));
  return [...missingPrograms('node', ...programs), ...paths.filter((path) => !existsSync(path))];
}

/** Makes those that nobody has pulled, and tells which. One that another test made has not all that a stack asks for. */
export async function makeImages(tags: readonly string[], own: string): Promise<readonly string[]> {
  const made: string[] = [];
  for (const tag of new Set(tags)) {
    if (await isPulled(tag)) continue;
    const image = tag === own ? await ownImage() : IMAGES[tag.replace(/:[^/]*$/, '')];
    if (image === undefined) throw new Error(`There is no image ${tag}, and none is made of local programs`);
    await importImage(tag, image);
    made.push(tag);
  }
  return made;
}

async function isPulled(tag: string): Promise<boolean> {
  const label = `{{index .Config.Labels "${MADE_HERE}"}}`;
  const { failed, stdout } = await execa('docker', ['image', 'inspect', '--format', label, tag], {
    reject: false,
  });
  return !failed && stdout !== 'true';
}

/** cvx's own, as the Dockerfile of the repository ends: what is built here, and the packages that it needs to run. */
async function ownImage(): Promise<LocalImage> {
  const { stdout } = await execa('npm', ['ls', '--omit=dev', '--omit=optional', '--all', '--parseable'], {
    cwd: APP,
    reject: false,
  });
  const packages = stdout
    .split('\n')
    .map((path) => relative(APP, path))
    // A package within another one comes with it.
    .filter((path) => path.startsWith('node_modules/') && path.lastIndexOf('node_modules/') === 0);
  const files = ['package.json', 'bin', 'dist', 'templates', ...packages];
  return {
    programs: ['node'],
    files: files.map((path) => [join(APP, path), `/app/${path}`]),
    accounts: { node: 1000 },
    writable: ['/data'],
    changes: [
      'ENV NODE_ENV=production CVX_HOME=/data',
      'USER node',
      'VOLUME /data',
      'ENTRYPOINT ["node", "/app/bin/cvx.js"]',
    ],
  };
}
