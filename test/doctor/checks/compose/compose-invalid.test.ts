import { composeInvalid } from '../../../../src/doctor/checks/compose/compose-invalid.ts';
import { testCheck } from '../../test-check.ts';

const compose = (text: string) => ({ files: { 'compose.yaml': text } });

testCheck(composeInvalid, {
  sick: [
    {
      name: 'names that nothing declares',
      ...compose(`services:
  api:
    image: api:1
    depends_on:
      cache:
        condition: service_started
    volumes:
      - data:/data
      - ./src:/src
    networks: [inner]
    secrets:
      - pg_password
`),
      finds: [
        {
          at: 'compose.yaml:5:7',
          message: /"api" depends on "cache", which is not defined/,
          by: ['config'],
          fix: 'none',
        },
        { at: 'compose.yaml:8:9', message: /volume "data", which is not declared under volumes/ },
        { at: 'compose.yaml:10:16', message: /network "inner"/ },
        { at: 'compose.yaml:12:9', message: /secret "pg_password"/ },
      ],
    },
    {
      name: 'nothing to start, and a profile that is not active',
      ...compose(`services:
  api:
    restart: always
  web:
    image: web:1
    depends_on: [debug]
  debug:
    image: debug:1
    profiles: [debug]
`),
      finds: [
        { at: 'compose.yaml:2:3', message: /neither an image nor a build context/ },
        { at: 'compose.yaml:6:18', message: /"debug", whose profile is not active/ },
      ],
    },
    {
      name: 'one key twice',
      ...compose('services:\n  api:\n    image: a:1\n    image: b:1\n'),
      finds: [{ at: 'compose.yaml:4:1', message: /the same key twice/ }],
    },
    {
      name: 'an env file that is not there, and one that Compose cannot read',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: a:1\n    env_file: [gone.env, bad.env]\n',
        'bad.env': 'A=1\nB="never closed\n',
      },
      finds: [
        { at: 'compose.yaml:4:16', message: /gone\.env is named as an env file and is not there/ },
        { at: 'bad.env:2:1', message: /a quoted value that does not end/ },
      ],
    },
    {
      name: 'a secret that two services share, an include that is not there, an env file that has an example',
      files: {
        'compose.yaml': `include: [./parts/stores.yaml]
services:
  api:
    image: api:1
    env_file: api.env
    secrets: [pg_password]
  worker:
    image: api:1
    secrets: [pg_password]
`,
        'api.env.example': 'A=\n',
      },
      finds: [
        { at: 'compose.yaml:1:1', message: /It includes parts\/stores\.yaml, which is not there\.$/ },
        { at: 'compose.yaml:5:15', message: /api\.env is named as an env file/ },
        { at: 'compose.yaml:6:15', message: /service "api" refers to secret "pg_password"/ },
      ],
    },
    {
      name: 'a service that an included file defines too: that is the fault, not that it lacks an image here',
      files: {
        'compose.yaml': 'include: [stores.yaml]\nservices:\n  db:\n    shm_size: 256mb\n',
        'stores.yaml': 'services:\n  db:\n    image: postgres:18\n',
      },
      finds: [
        { at: 'compose.yaml:4:1', message: /services\.db is also in an included file, and differs\.$/ },
      ],
    },
    {
      name: 'a dash before KEY: value, and a word at the top that is none of its own',
      ...compose(`x-note: free
service:
  - a
services:
  api:
    image: api:1
    environment:
      - PLAIN=1
      - MODE: dev
`),
      finds: [
        { at: 'compose.yaml:2:1', message: /"service" stands at the top/ },
        { at: 'compose.yaml:9:9', message: /an item of environment of "api" is written KEY: value/ },
      ],
    },
    {
      name: 'services at the top, as once',
      ...compose('web:\n  image: web:1\ncache:\n  image: redis:8\n'),
      finds: [{ at: 'compose.yaml:1:1', message: /"web" stands at the top .* the first format/ }],
    },
    {
      name: 'a variable that Compose insists on',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:${TAG:?which}\n',
        '.env.example': 'TAG=2\n',
      },
      finds: [{ at: 'compose.yaml:3:1', message: /the required variable TAG is missing a value/ }],
    },
  ],
  healthy: [
    {
      name: 'everything declared, and what may be absent',
      files: {
        'compose.yaml': `services:
  api:
    build: .
    depends_on:
      debug:
        condition: service_started
        required: false
    volumes: [data:/data, /var/cache/api]
    networks: [default, inner]
    secrets:
      - source: pg_password
        target: password
    env_file:
      - path: local.env
        required: false
  debug:
    image: debug:1
    profiles: [debug]
    depends_on: [nobody]
volumes:
  data:
networks:
  inner: {}
secrets:
  pg_password:
    file: ./pg_password.txt
`,
        'docker-compose.yml': 'services: {}\n',
      },
    },
    {
      name: 'the override has the image',
      files: {
        'compose.yaml': 'services:\n  api:\n    restart: always\n',
        'compose.override.yaml': 'services:\n  api:\n    image: api:1\n',
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { 'a.txt': '' } }],
});
