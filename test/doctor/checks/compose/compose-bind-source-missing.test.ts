import { composeBindSourceMissing } from '../../../../src/doctor/checks/compose/compose-bind-source-missing.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeBindSourceMissing, {
  sick: [
    {
      name: 'no file, a folder in its place, no folder below /etc, and one that may not be made',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    volumes:
      - ./postgres/postgresql.conf:/etc/postgresql/postgresql.conf:ro
      - ./data/postgres:/var/lib/postgresql/data
      - ./init:/docker-entrypoint-initdb.d
  nginx:
    image: nginx:1.30
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf
      - ./sites:/etc/nginx/conf.d:ro
      - {type: bind, source: ./pages, target: /pages, bind: {create_host_path: false}}
      - ./postgres/postgresql.conf:/tmp/copy.conf
`,
        'nginx/nginx.conf/.keep': '',
        'postgres/postgresql.conf.example': 'max_connections = 100\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^postgres\/postgresql\.conf is not there: .* postgres finds a folder/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:7:9', message: /^init is not there: .* empty folder/, severity: 'warning' },
        { at: 'compose.yaml:11:9', message: /^nginx\/nginx\.conf is a folder, and nginx expects the file/ },
        { at: 'compose.yaml:12:9', message: /^sites is not there/, severity: 'warning' },
        { at: 'compose.yaml:13:9', message: /^pages .*create_host_path: false/, severity: 'error' },
      ],
    },
    {
      name: 'code and a page, mounted by two services',
      files: {
        'compose.yaml': `services:
  a:
    image: a:1
    volumes: ["./app/main.py:/app/main.py"]
  b:
    image: b:1
    volumes: ["./app/main.py:/app/main.py", "./maintenance.html:/srv/maintenance.html"]
`,
      },
      finds: [
        { at: 'compose.yaml:4:15', message: /^app\/main\.py is not there/ },
        { at: 'compose.yaml:7:45', message: /^maintenance\.html/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'all there; folders that a store fills; names of folders with a dot; optional folders',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    volumes:
      - ./postgres.conf:/etc/postgresql/postgresql.conf:ro
      - ./data/postgres:/var/lib/postgresql/data
      - ./conf.d:/etc/conf.d:ro
      - ./chart.js:/app/chart.js
      - ./example.com:/var/www/example.com
      - ./plugins:/plugins:ro
      - ./wireguard:/etc/wireguard
`,
        'postgres.conf': 'max_connections = 100\n',
        'conf.d/a.conf': '',
        'chart.js/package.json': '{}\n',
      },
    },
    {
      name: 'another container writes it first',
      files: {
        'compose.yaml': `services:
  certificates:
    image: certificates:1
    volumes: ["./tls:/out"]
  nginx:
    image: nginx:1.30
    volumes: ["./tls/server.crt:/etc/nginx/server.crt:ro", "./tls:/etc/tls:ro"]
`,
      },
    },
    {
      name: 'of services that are not started',
      files: {
        'compose.yaml': `services:
  a:
    image: a:1
    volumes: ["./a:/a"]
  tools:
    image: tools:1
    profiles: [tools]
    volumes: ["./none.conf:/etc/none.conf:ro"]
`,
      },
    },
  ],
  notApplicable: [
    {
      name: 'volumes alone',
      files: {
        'compose.yaml':
          'services:\n  a:\n    image: a:1\n    volumes: ["data:/data/a.conf"]\nvolumes: {data: }\n',
      },
    },
  ],
  notObservable: [
    {
      name: 'a file of the host, which need not be this one',
      files: {
        'compose.yaml': 'services:\n  a:\n    image: a:1\n    volumes: ["/srv/none/a.conf:/etc/a.conf:ro"]\n',
      },
    },
  ],
});
