import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { isOnlyCopiedInto } from '../../../src/project/image/only-copied-into.ts';
import { serviceImage } from '../../../src/project/image/service-image.ts';
import { readProject } from '../../../src/project/read-project.ts';

test.each([
  [true, ''],
  [true, 'COPY conf /etc/nginx\nRUN rm -f /etc/nginx/conf.d/default.conf && apk add --no-cache curl'],
  [true, 'RUN chown -R nginx /etc/nginx && nginx -t\nCOPY --from=app /dist /usr/share/nginx/html'],
  [true, 'WORKDIR /usr/share/nginx/html\nRUN rm -rf ./*\nCMD ["nginx", "-g", "daemon off;"]'],
  [false, 'RUN echo "include sites/*;" > /etc/nginx/conf.d/x.conf'],
  [false, 'RUN sed -i s/80/8080/ /etc/nginx/nginx.conf'],
  [false, 'RUN cp -r /defaults /etc'],
  [false, 'WORKDIR /etc/nginx\nRUN sed -i s/80/8080/ nginx.conf'],
  [false, 'RUN <<EOF\ncp a b\nEOF'],
  [false, 'COPY --from=app /nginx.conf /etc/nginx/nginx.conf'],
  [false, 'COPY rootfs /\nCOPY --from=app / /'],
  [false, 'ARG TO\nCOPY site.conf $TO'],
  [false, 'COPY 50-own.sh /docker-entrypoint.d/'],
  [false, 'CMD ["sh", "-c", "envsubst < /t > /etc/nginx/conf.d/x.conf && nginx"]'],
  [false, 'ENTRYPOINT ["/start.sh"]'],
])('%j: %s', async (expected, instructions) => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  web:\n    build: .\n',
    Dockerfile: `FROM nginx\n${instructions}\n`,
  });
  const project = await readProject({ root: fixture.path, env: {} });
  const [image] = project.services.flatMap((service) => serviceImage(service, project) ?? []);
  expect(image && isOnlyCopiedInto(image, '/etc/nginx')).toBe(expected);
});
