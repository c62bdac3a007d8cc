import { envBuildTimeOnly } from '../../../../src/doctor/checks/env/env-build-time-only.ts';
import { testCheck } from '../../test-check.ts';

const NEXT = `FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
FROM node:22-slim
COPY --from=build /app/.next ./.next
CMD ["node", "server.js"]
`;
const web = (more: string, dockerfile = NEXT): Record<string, string> => ({
  'compose.yaml': `services:\n  web:\n${more}`,
  'web/Dockerfile': dockerfile,
  'web/package.json': '{"scripts": {"build": "next build"}}\n',
});
const BUILD = '    build: ./web\n';
const SET = '    environment:\n      NEXT_PUBLIC_API_URL: https://api.example.com\n      PORT: "3000"\n';

testCheck(envBuildTimeOnly, {
  sick: [
    {
      name: 'set when it starts',
      files: web(BUILD + SET),
      finds: [
        {
          at: 'compose.yaml:5:28',
          message: /^NEXT_PUBLIC_API_URL reaches web when it starts, and its pages were built before/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'pages of Vite that nginx serves, by an env file of the whole stack',
      files: {
        ...web(
          `${BUILD}    env_file: .env\n`,
          NEXT.replace(
            'CMD ["node", "server.js"]',
            'FROM nginx:1.29\nCOPY --from=build /app/dist /usr/share/nginx/html',
          ),
        ),
        '.env': 'VITE_API=https://api.example.com\nLOG_LEVEL=info\n',
      },
      finds: [{ at: '.env:1:1', message: /^VITE_API reaches web/ }],
    },
  ],
  healthy: [
    {
      name: 'the build has it too',
      files: web(
        `    build:\n      context: ./web\n      args: {NEXT_PUBLIC_API_URL: https://api.example.com}\n${SET}`,
      ),
    },
    { name: 'other variables', files: web(`${BUILD}    environment: {PORT: "3000"}\n`) },
    {
      name: 'a server beside the pages reads it',
      files: {
        ...web(`${BUILD}    environment: {VITE_API: https://api.example.com}\n`),
        'web/server.js': 'const api = process.env.VITE_API;\n',
      },
    },
    {
      name: 'an env file that the build reads itself',
      files: {
        ...web(`${BUILD}    env_file: ./web/.env\n`),
        'web/.env': 'NEXT_PUBLIC_API_URL=https://api.example.com\n',
      },
    },
  ],
  notApplicable: [
    { name: 'a development server', files: web(`${BUILD}    command: npm run dev\n${SET}`) },
    {
      name: 'built at the start',
      files: web(BUILD + SET, NEXT.replace('["node", "server.js"]', 'npm run build && npm start')),
    },
    {
      name: 'a script that writes it in',
      files: web(BUILD + SET, NEXT.replace('["node", "server.js"]', '["./replace-env.sh"]')),
    },
    {
      name: 'an image of somebody else',
      files: { 'compose.yaml': `services:\n  web:\n    image: registry.example/web:1\n${SET}` },
    },
    {
      name: 'a package that hands them to the pages when it starts',
      files: {
        ...web(BUILD + SET),
        'web/package.json': '{"dependencies": {"next-runtime-env": "^3.2.2"}}\n',
      },
    },
    { name: 'the stage of a developer', files: web(`    build: {context: ./web, target: dev}\n${SET}`) },
  ],
});
