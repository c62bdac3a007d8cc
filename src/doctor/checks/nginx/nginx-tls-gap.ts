import { posix } from 'node:path';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notObservable, type Seen } from '../../check.ts';
import { isExposed } from '../../components/compose/bound-port.ts';
import type { Given } from '../../components/compose/path-in-container.ts';
import { certificateComplaint, UNREAD_CERTIFICATE } from '../../components/nginx/nginx-certificate-log.ts';
import { inEffect } from '../../components/nginx/nginx-in-effect.ts';
import {
  certificateAt,
  isReachedOtherwise,
  type NginxTls,
  nginxTls,
  redirectOf,
} from '../../components/nginx/nginx-tls.ts';
import { noneAtHand } from '../../components/nginx/nginx-in-image.ts';
import type { Evidence } from '../../evidence.ts';

export const nginxTlsGap = defineCheck({
  id: 'nginx-tls-gap',
  area: 'nginx',
  severity: 'error',
  title: 'Where nginx speaks TLS, it has its certificate and can be reached',
  why: `nginx does not start without each certificate and key that its files name, whether or not anybody asks for that site. And a port that it
listens on with TLS is reached by nobody while Docker does not publish it; where port 80 sends everybody there, no page is left.`,
  repair:
    'Publish the port and mount the folder of the certificate, or take the block for TLS out where something in front of nginx does that work.',
  fixClass: 'never',
  source:
    'nginx 1.22.1, run: [emerg] cannot load certificate "…": BIO_new_file() failed, also for a server without "ssl"; [emerg] no "ssl_certificate" is defined for the "listen ... ssl" directive; Compose file reference, ports',
  logs: [UNREAD_CERTIFICATE],
  run: (evidence) => {
    const all = nginxTls(evidence.project).filter(
      ({ listens, files }) => files.length > 0 || listens.some(({ isTls }) => isTls),
    );
    if (all.length === 0) return noneAtHand(evidence.project, 'no nginx configuration speaks of TLS');
    const findings = all.flatMap((tls) => [
      ...withoutFiles(evidence, tls, all.length === 1),
      ...withoutCertificate(evidence.project, tls),
      ...unreached(evidence.project, tls),
      ...plain(evidence.project, tls),
    ]);
    if (findings.length > 0) return found(findings);
    const dark = all.flatMap((tls) => unseenFile(evidence, tls) ?? [])[0];
    return dark === undefined
      ? HEALTHY
      : notObservable(
          `whether ${dark} is there and can be read: it is not in the project, and the log of nginx is not at hand`,
        );
  },
});

/** The first certificate or key that neither the project nor the log of nginx tells of. */
function unseenFile({ project, logs }: Evidence, { service, files }: NginxTls): string | undefined {
  if (logs.observed(service.name).seen) return undefined;
  return files.find(({ path }) => certificateAt(project, service, path).state === 'unknown')?.path;
}

/** One for each folder: one mount, or what shall be in it, is missing. */
function withoutFiles(evidence: Evidence, { service, files }: NginxTls, isOnly: boolean): Finding[] {
  const missing = files.flatMap(({ place, path }) => {
    const told = certificateComplaint(evidence, service, path, isOnly);
    const given = certificateAt(evidence.project, service, path);
    const isTold = told !== undefined && !isToldOfMount(service, path);
    return given.state === 'absent' || isTold ? [{ place, path, told, given }] : [];
  });
  const firsts = missing.filter(({ path }, i) => missing.findIndex((one) => isBeside(one.path, path)) === i);
  return firsts.map(({ place, path, told, given }) => {
    const others = missing.filter((one) => one.place !== place && isBeside(one.path, path));
    const logged = told ?? others.find((one) => one.told !== undefined)?.told;
    const why =
      given.state !== 'absent'
        ? `nginx wrote "${told ?? ''}"`
        : given.folder === undefined
          ? 'nothing is mounted there'
          : `the folder ${given.folder}, mounted there, has no such file`;
    return {
      message: `${service.name} does not start because nginx cannot read ${path}: ${why}.`,
      at: place.at,
      ...(others.length === 0 ? {} : { related: others.map((one) => one.place.at) }),
      evidence: [
        { by: 'config', text: `${place.directive.words.join(' ')}: ${why}`, at: place.at },
        ...(logged === undefined
          ? []
          : [{ by: 'log', text: `"cannot load certificate": ${logged}` } as const]),
      ],
      repair: repairOf(path, given),
    };
  });
}

function repairOf(path: string, given: Given): string {
  if (given.state !== 'absent') return `Put a certificate and its key where ${path} comes from.`;
  return given.folder === undefined
    ? `Mount the folder of the certificate: "./certs:${posix.dirname(path)}:ro"; or delete the block for TLS.`
    : `Put ${posix.basename(path)} into ${given.folder}, or correct the path.`;
}

function isBeside(one: string, other: string): boolean {
  return posix.dirname(one) === posix.dirname(other);
}

/** A mount without a source is told of by itself. */
function isToldOfMount({ mounts }: Service, path: string): boolean {
  return mounts.some(
    ({ target, onDisk }) =>
      (onDisk === 'absent' && (path === target || path.startsWith(`${target}/`))) ||
      (onDisk === 'folder' && path === target),
  );
}

/** No server of a port has a certificate, or refuses all who come without one. */
function withoutCertificate(project: Project, { service, listens }: NginxTls): Finding[] {
  const tls = listens.filter(({ isTls }) => isTls);
  const bare = tls.filter(
    ({ port }, i) =>
      tls.findIndex((one) => one.port === port) === i &&
      tls
        .filter((one) => one.port === port)
        .every(({ place }) =>
          ['ssl_certificate', 'ssl_reject_handshake'].every(
            (name) => inEffect(project, place, name) === 'default',
          ),
        ),
  );
  return bare.map(({ place }) => ({
    message: `${service.name} does not start: nginx shall speak TLS here, and has no ssl_certificate for it.`,
    at: place.at,
    evidence: [
      { by: 'config', text: `${place.directive.words.join(' ')}, without ssl_certificate`, at: place.at },
    ],
    repair: 'Set ssl_certificate and ssl_certificate_key in this server, or listen without ssl.',
  }));
}

/** Ports for TLS of which none is published, though others are. */
function unreached(project: Project, { service, listens }: NginxTls): Finding[] {
  const [first, ...more] = listens.filter(({ isTls }) => isTls);
  const open = service.ports.filter((port) => port.protocol === 'tcp' && isExposed(port));
  const published = open.find(({ container }) =>
    listens.some(({ port, isTls }) => port === container && !isTls),
  );
  if (first === undefined || published === undefined || isReachedOtherwise(project, service, listens))
    return [];
  const redirect = redirectOf(project, listens, published);
  const seen: Seen[] = [
    { by: 'config', text: first.place.directive.words.join(' '), at: first.place.at },
    {
      by: 'config',
      text: `${service.name} publishes ${open.map(({ container }) => container).join(', ')}`,
      at: published.at,
    },
    ...(redirect === undefined
      ? []
      : [{ by: 'config', text: redirect.directive.words.join(' '), at: redirect.at } as const]),
  ];
  const { file, path, shared } = service.editOf(['ports']);
  return [
    {
      message:
        redirect === undefined
          ? `${service.name} speaks TLS at port ${first.port}, which is not published: nobody reaches it there.`
          : `${service.name} sends everybody to https, and port ${first.port} is not published: nobody gets a page.`,
      at: first.place.at,
      related: [
        published.at,
        ...(redirect === undefined ? [] : [redirect.at]),
        ...more.map(({ place }) => place.at),
      ],
      evidence: seen,
      ...(redirect === undefined ? { severity: 'warning' } : {}),
      repair: `Publish it: "${first.port}:${first.port}"; or delete the block where something else does TLS.`,
      ...(shared === true
        ? {}
        : {
            fix: {
              class: 'never',
              edits: [{ do: 'append-yaml', file, path, value: `${first.port}:${first.port}` }],
              restart: [service.name],
            },
          }),
    },
  ];
}

/** Speaks plain HTTP where browsers begin with TLS, certificate or not. */
function plain(project: Project, { service, listens }: NginxTls): Finding[] {
  const forgotten = listens.filter(
    ({ place, port }) =>
      String(port).endsWith('443') &&
      service.ports.some(({ container }) => container === port) &&
      listens.every((one) => one.port !== port || !one.isTls) &&
      (place.around.at(-1)?.children ?? []).some(({ words }) => words[0] === 'ssl_certificate') &&
      inEffect(project, place, 'ssl') === 'default',
  );
  return forgotten.map(({ place, port }) => ({
    message: `${service.name} speaks plain HTTP at port ${port}, its certificate unused: "ssl" is missing behind listen, and browsers show an error.`,
    at: place.at,
    evidence: [
      {
        by: 'config',
        text: `${place.directive.words.join(' ')}, and ssl_certificate in the same server`,
        at: place.at,
      },
    ],
    repair: `Write "listen ${place.directive.words.slice(1).join(' ')} ssl;".`,
    fix: {
      class: 'never',
      edits: [
        {
          do: 'replace-text',
          file: place.file.file,
          offset: place.directive.stop,
          expect: ';',
          text: ' ssl;',
        },
      ],
      restart: [service.name],
    },
  }));
}
