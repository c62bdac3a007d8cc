import { pgSslCertMissing } from '../../../../src/doctor/checks/postgres/pg-ssl-cert-missing.ts';
import { testCheck } from '../../test-check.ts';

const stack = (command: string, more = '', image = 'postgres:16-alpine'): string => `services:
  db:
    image: ${image}
    command: ${command}
    volumes:
      - pgdata:/var/lib/postgresql/data
${more}volumes:
  pgdata:
`;
const ON =
  '["-c", "ssl=on", "-c", "ssl_cert_file=/etc/tls/server.crt", "-c", "ssl_key_file=/etc/tls/server.key"]';
const BOTH = `      - ./tls/server.crt:/etc/tls/server.crt:ro
      - ./tls/server.key:/etc/tls/server.key:ro
`;
const FILES = { 'tls/server.crt': 'a certificate\n', 'tls/server.key': 'a key\n' };
const fatal = (text: string): Record<string, string> => ({
  '': `db-1  | 2026-11-22 11:28:54.299 UTC [1] FATAL:  ${text}\ndb-1  | 2026-11-22 11:28:54.303 UTC [1] LOG:  database system is shut down\n`,
});

testCheck(pgSslCertMissing, {
  sick: [
    {
      name: 'ssl is turned on, and nothing brings the two files',
      files: { 'compose.yaml': stack(ON) },
      finds: [
        {
          at: 'compose.yaml:4:37',
          message:
            /^db is told to speak TLS, and its container has no \/etc\/tls\/server\.crt and no \/etc\/tls\/server\.key/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the folder that is mounted there has only one of them',
      files: {
        'compose.yaml': stack(ON, '      - ./tls:/etc/tls:ro\n'),
        'tls/server.key': 'a key\n',
      },
      finds: [
        {
          at: 'compose.yaml:4:37',
          message: /its container has no \/etc\/tls\/server\.crt: it stops/,
        },
      ],
    },
    {
      name: 'secrets that the service does not list',
      files: {
        'compose.yaml': `${stack(ON.replaceAll('/etc/tls', '/run/secrets'), '    secrets: [server.key]\n')}secrets:
  server.crt: {file: ./tls/server.crt}
  server.key: {file: ./tls/server.key}
`,
        ...FILES,
      },
      finds: [{ at: 'compose.yaml:4:37', message: /no \/run\/secrets\/server\.crt: it stops/ }],
    },
    {
      name: 'a file asks for it, and the log says so',
      files: {
        'compose.yaml': stack(
          'postgres -c config_file=/etc/postgresql.conf',
          '      - ./postgresql.conf:/etc/postgresql.conf:ro\n      - ./tls/server.key:/etc/tls/server.key:ro\n',
        ),
        'postgresql.conf':
          "ssl = on\nssl_cert_file = '/etc/tls/server.crt'\nssl_key_file = '/etc/tls/server.key'\n",
        ...FILES,
      },
      logs: fatal('could not load server certificate file "/etc/tls/server.crt": No such file or directory'),
      finds: [
        {
          at: 'postgresql.conf:2:17',
          message: /its container has no \/etc\/tls\/server\.crt/,
          by: ['config', 'log'],
        },
      ],
    },
    {
      name: 'the default names in a data folder that has none',
      files: { 'compose.yaml': stack('-c ssl=on') },
      logs: fatal('could not load server certificate file "server.crt": No such file or directory'),
      finds: [{ at: 'compose.yaml:4:14', message: /its container has no server\.crt/, by: ['log'] }],
    },
    {
      name: 'others may read the key',
      files: { 'compose.yaml': stack(ON, BOTH), ...FILES },
      logs: fatal('private key file "/etc/tls/server.key" has group or world access'),
      finds: [
        {
          at: 'compose.yaml:4:80',
          message: /cannot use \/etc\/tls\/server\.key \(has group or world access\)/,
          by: ['log'],
        },
      ],
    },
    {
      name: 'a key of another certificate, turned on by a script of the first start',
      files: {
        'compose.yaml': stack('postgres', '      - ./initdb:/docker-entrypoint-initdb.d\n'),
        'initdb/tls.sh': 'echo "ssl = on" >> $PGDATA/postgresql.conf\n',
      },
      logs: fatal('could not load private key file "server.key": key values mismatch'),
      finds: [{ at: 'compose.yaml:2:3', message: /cannot use server\.key \(key values mismatch\)/ }],
    },
  ],
  healthy: [
    { name: 'no TLS', files: { 'compose.yaml': stack('-c max_connections=50') } },
    { name: 'both are mounted', files: { 'compose.yaml': stack(ON, BOTH), ...FILES } },
    {
      name: 'in a folder that is mounted',
      files: { 'compose.yaml': stack(ON, '      - ./tls:/etc/tls:ro\n'), ...FILES },
    },
    {
      name: 'as secrets of Compose',
      files: {
        'compose.yaml': stack(
          '["-c", "ssl=on", "-c", "ssl_cert_file=/run/secrets/db.crt", "-c", "ssl_key_file=/run/secrets/key"]',
          '    secrets:\n      - db.crt\n      - source: db.key\n        target: key\n        mode: 0400\n',
        ),
      },
    },
    {
      name: 'the server runs: the line is of the past',
      files: { 'compose.yaml': stack(ON) },
      logs: fatal('could not load server certificate file "/etc/tls/server.crt": No such file or directory'),
      live: {
        postgres: new Map([
          ['db', { seen: true, value: { version: 16, settings: new Map(), fileErrors: [], connections: 1 } }],
        ]),
      },
    },
    {
      name: 'in the data folder, and the log has no complaint',
      files: { 'compose.yaml': stack('-c ssl=on') },
      logs: { db: 'database system is ready to accept connections\n' },
    },
    {
      name: 'a mount whose source is missing: told as that',
      files: { 'compose.yaml': stack(ON, BOTH), 'tls/server.key': 'a key\n' },
      logs: fatal('could not load server certificate file "/etc/tls/server.crt": no start line'),
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
  notObservable: [
    {
      name: 'a folder of certificates, into which nobody can look from here',
      files: { 'compose.yaml': stack(ON, '      - /etc/letsencrypt/live/db:/etc/tls:ro\n') },
    },
    {
      name: "Debian's certificate for trying out",
      files: {
        'compose.yaml': stack(
          '-c ssl=on -c ssl_cert_file=/etc/ssl/certs/ssl-cert-snakeoil.pem -c ssl_key_file=/etc/ssl/private/ssl-cert-snakeoil.key',
          '',
          'postgres:16',
        ),
      },
    },
    {
      name: 'an image of its own may copy them',
      files: {
        'compose.yaml': stack(ON, '', 'registry.example.com/db/postgres-tls-postgres:3').replace(
          'postgres-tls-postgres',
          'timescaledb-ha',
        ),
      },
    },
  ],
});
