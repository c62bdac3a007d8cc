import { composeDockerSock } from '../../../../src/doctor/checks/compose/compose-docker-sock.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeDockerSock, {
  sick: [
    {
      name: 'an application, read-only or not, short and long form',
      files: {
        'compose.yaml': `services:
  api:
    build: .
    volumes:
      - ./data:/data
      - /var/run/docker.sock:/var/run/docker.sock:ro
  worker:
    image: worker:1
    volumes:
      - type: bind
        source: /run/docker.sock
        target: /var/run/docker.sock
`,
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /^api holds the socket of Docker \(":ro" does not help\)/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:10:9', message: /^worker holds/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'programs whose task is Docker, and an application behind a proxy',
      files: {
        'compose.yaml': `services:
  proxy:
    image: ghcr.io/tecnativa/docker-socket-proxy:0.3
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
  traefik:
    image: traefik:v3.1
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
  logs:
    image: grafana/promtail:3.0.0
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
  api:
    image: api:1
    environment: {DOCKER_HOST: tcp://proxy:2375}
    volumes: ["./docker.sock.md:/docs/docker.sock.md"]
`,
      },
    },
  ],
  notApplicable: [{ name: 'no service', files: { 'a.txt': '' } }],
});
