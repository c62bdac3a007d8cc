import { pgEnvIgnored } from '../../../../src/doctor/checks/postgres/pg-env-ignored.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string, image = 'postgres:17'): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: ${image}\n${more}`,
});

testCheck(pgEnvIgnored, {
  sick: [
    {
      name: 'a parameter and replication by variables, as a mapping',
      files: compose(
        '    environment:\n      POSTGRES_PASSWORD: ${PW}\n      POSTGRES_MAX_CONNECTIONS: "200" # many\n      POSTGRES_REPLICATION_MODE: master\n',
      ),
      finds: [
        {
          at: 'compose.yaml:6:33',
          message: /POSTGRES_MAX_CONNECTIONS; max_connections is 100, not 200/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:7:34',
          message: /^POSTGRES_REPLICATION_MODE does nothing, since .* does not read it: Bitnami/,
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: { 'compose.yaml': /command: ?\n? *(- |\[ ?)postgres[^]*-c"?[^]*max_connections=200/ },
      },
    },
    {
      name: 'a list, beside a command of one line that keeps its variables',
      files: compose(
        '    command: postgres -c work_mem=${WORK_MEM:-8MB}\n    environment:\n      - POSTGRES_PASSWORD=x\n      - POSTGRES_SHARED_BUFFERS=512MB\n',
        'registry.example.com:5000/mirror/postgres:16-alpine@sha256:0123456789012345678901234567890123456789012345678901234567890123',
      ),
      finds: [{ at: 'compose.yaml:7:9', message: /shared_buffers is 128MB, not 512MB/ }],
      afterFix: {
        texts: {
          'compose.yaml': /command: postgres -c work_mem=\$\{WORK_MEM:-8MB\} -c shared_buffers=512MB\n/,
        },
      },
    },
    {
      name: 'names of another image',
      files: compose('    environment:\n      POSTGRESQL_PASSWORD: x\n', 'pgvector/pgvector:pg16'),
      finds: [
        {
          at: 'compose.yaml:5:28',
          message: /^POSTGRESQL_PASSWORD does nothing, since .* does not read it: /,
        },
      ],
    },
    {
      name: 'the variable of a shared file: only the command line changes',
      files: {
        ...compose('    env_file: .env\n'),
        '.env': 'POSTGRES_PASSWORD=x\nPOSTGRES_WORK_MEM=32MB\n',
      },
      finds: [{ at: '.env:2:1', message: /work_mem is 4MB, not 32MB/ }],
      afterFix: { texts: { '.env': /POSTGRES_WORK_MEM=32MB/, 'compose.yaml': /work_mem=32MB/ } },
    },
  ],
  healthy: [
    {
      name: 'what the image reads, from files and secrets, and what clients of the same file read',
      files: {
        ...compose(
          '    env_file: .env\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/pw\n      POSTGRES_INITDB_ARGS: --data-checksums\n      TZ: UTC\n      PGDATA: /var/lib/postgresql/data/pgdata\n',
        ),
        '.env': 'POSTGRES_HOST=db\nPOSTGRES_PORT=5432\nPOSTGRES_DB=cv\n',
      },
    },
    {
      name: 'the command passes it on',
      files: compose(
        '    command: ["postgres", "-c", "max_connections=${POSTGRES_MAX_CONNECTIONS:-200}"]\n    environment:\n      POSTGRES_MAX_CONNECTIONS: ${POSTGRES_MAX_CONNECTIONS:-200}\n',
      ),
    },
    {
      name: 'an own script reads it',
      files: {
        ...compose(
          '    environment:\n      POSTGRES_MULTIPLE_DATABASES: a,b\n    volumes:\n      - ./init.sh:/docker-entrypoint-initdb.d/init.sh:ro\n',
        ),
        'init.sh': '#!/bin/bash\nfor db in ${POSTGRES_MULTIPLE_DATABASES//,/ }; do createdb "$db"; done\n',
      },
    },
  ],
  notApplicable: [
    {
      name: "Bitnami's image reads its own",
      files: compose(
        '    environment:\n      POSTGRESQL_REPLICATION_MODE: master\n',
        'bitnami/postgresql:16',
      ),
    },
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
