import { nginxConfNotIncluded } from '../../../../src/doctor/checks/nginx/nginx-conf-not-included.ts';
import { testCheck } from '../../test-check.ts';

const WHOLE = '# ours\nuser nginx;\nevents {}\nhttp {\n  server { listen 80; }\n}\n';
const SITE = 'server {\n  listen 80;\n}\n';

function compose(volumes: string, image = 'image: nginx:1.30'): string {
  return `services:\n  nginx:\n    ${image}\n    volumes:\n${volumes}`;
}

testCheck(nginxConfNotIncluded, {
  sick: [
    {
      name: 'a whole nginx.conf in conf.d, and what nginx says of it',
      files: {
        'compose.yaml': compose('      - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro # site\n'),
        'nginx.conf': WHOLE,
      },
      logs: {
        nginx:
          '2026/06/01 11:00:00 [emerg] 1#1: "user" directive is not allowed here in /etc/nginx/conf.d/default.conf:2\n',
      },
      finds: [
        {
          at: 'nginx.conf:2:1',
          message: /^nginx\.conf is a whole nginx\.conf, mounted at .* nginx stops at "user"\.$/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: { 'compose.yaml': /- \.\/nginx\.conf:\/etc\/nginx\/nginx\.conf:ro # site\n/ },
      },
    },
    {
      name: 'files that the image has: what copies them has to change',
      files: {
        'compose.yaml': 'services:\n  proxy:\n    build: ./proxy\n',
        'proxy/Dockerfile':
          'FROM nginx:1.30\nCOPY nginx.conf /etc/nginx/\nCOPY whole.conf /etc/nginx/conf.d/\nCOPY site.conf /etc/nginx/sites-enabled/\n',
        'proxy/nginx.conf': 'events {}\nhttp { include conf.d/*.conf; }\n',
        'proxy/whole.conf': WHOLE,
        'proxy/site.conf': SITE,
      },
      finds: [
        {
          at: 'proxy/whole.conf:2:1',
          message: /copied to \/etc\/nginx\/conf\.d\/whole\.conf as a part of one/,
          fix: 'none',
        },
        { at: 'proxy/Dockerfile:4:6', message: /never reads .*sites-enabled\/site\.conf/, fix: 'none' },
      ],
    },
    {
      name: 'the official image with a site where it does not look',
      files: {
        'compose.yaml': 'services:\n  proxy:\n    build: ./proxy\n',
        'proxy/Dockerfile': 'FROM nginx:1.30\nCOPY site.conf /etc/nginx/sites-enabled/\n',
        'proxy/site.conf': SITE,
      },
      finds: [{ at: 'proxy/Dockerfile:2:6', message: /never reads .*sites-enabled/, fix: 'none' }],
    },
    {
      name: 'the long form',
      files: {
        'compose.yaml': `services:
  a:
    image: nginx:1.30
    volumes: [{type: bind, source: ./a.conf, target: /etc/nginx/conf.d/a.conf}]
`,
        'a.conf': 'events {}\nhttp {}\n',
      },
      finds: [{ at: 'a.conf:1:1', message: /nginx stops at "events"/, by: ['config'], fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /target: \/etc\/nginx\/nginx\.conf\}/ } },
    },
    {
      name: 'a template is filled in on its way: a person moves it',
      files: {
        'compose.yaml': compose('      - ./b.template:/etc/nginx/templates/b.conf.template\n'),
        'b.template': 'events {}\nhttp {}\n',
      },
      finds: [{ at: 'b.template:1:1', message: /\/etc\/nginx\/conf\.d\/b\.conf/, fix: 'none' }],
    },
    {
      name: 'a site where Debian has them',
      files: {
        'compose.yaml': compose('      - ./site.conf:/etc/nginx/sites-enabled/cv.conf:ro\n'),
        'site.conf': SITE,
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^nginx of nginx never reads \/etc\/nginx\/sites-enabled\/cv\.conf/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /site\.conf:\/etc\/nginx\/conf\.d\/cv\.conf:ro/ } },
    },
    {
      name: 'a main file that includes none of them',
      files: {
        'compose.yaml': compose(
          '      - ./nginx.conf:/etc/nginx/nginx.conf\n      - ./sites:/etc/nginx/conf.d\n',
        ),
        'nginx.conf': 'events {}\nhttp { include mime.types; }\n',
        'sites/cv.conf': SITE,
      },
      finds: [
        { at: 'sites/cv.conf:1:1', message: /never reads \/etc\/nginx\/conf\.d\/cv\.conf/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'what a person keeps for later, as Debian has it',
      files: {
        'compose.yaml': 'services:\n  proxy:\n    build: .\n',
        Dockerfile: 'FROM nginx:1.30\nCOPY etc /etc/nginx\n',
        'etc/nginx.conf': 'events {}\nhttp { include sites-enabled/*; }\n',
        'etc/sites-available/cv.conf': SITE,
      },
    },
    {
      name: 'a site in conf.d, a template, and a part that only a site could include',
      files: {
        'compose.yaml': compose(
          '      - ./site.conf:/etc/nginx/conf.d/site.conf\n      - ./t.template:/etc/nginx/templates/t.conf.template\n      - ./proxy.conf:/etc/nginx/snippets/proxy.conf\n',
        ),
        'site.conf': SITE,
        't.template': SITE,
        'proxy.conf': 'proxy_set_header Host $host;\n',
      },
    },
    {
      name: 'a main file that includes sites by a path of its own, relative',
      files: {
        'compose.yaml': compose(
          '      - ./nginx.conf:/etc/nginx/nginx.conf\n      - ./site.conf:/etc/nginx/sites-enabled/cv.conf\n',
        ),
        'nginx.conf': 'events {}\nhttp { include sites-enabled/*.conf; }\n',
        'site.conf': SITE,
      },
    },
  ],
  notApplicable: [
    { name: 'nothing mounted', files: { 'compose.yaml': 'services:\n  a:\n    image: nginx:1\n' } },
  ],
  notObservable: [
    {
      name: 'an image of their own may have another nginx.conf',
      files: {
        'compose.yaml': compose('      - ./site.conf:/etc/nginx/sites-enabled/cv.conf\n', 'build: .'),
        Dockerfile: 'FROM nginx:1.30\nCOPY --from=team/conf . /etc/nginx\n',
        'site.conf': SITE,
      },
    },
    {
      name: 'another main file',
      files: {
        'compose.yaml': compose(
          '      - ./site.conf:/etc/nginx/other.conf\n    command: [nginx, -c, /etc/nginx/mine.conf]\n',
        ),
        'site.conf': SITE,
      },
    },
  ],
});
