import type { Mount, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { exampleBeside } from '../../components/compose/example-beside.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Endings that configuration, keys, pages and scripts have and that folders do not. */
const FILE =
  /\.(?:conf|cfg|ini|toml|ya?ml|json|xml|properties|env|template|tmpl|sql|sh|html?|txt|cer|crt|pem|key|p12|pfx|jks|htpasswd|acl|rules|lua|cnf|log|db|sqlite3?)$|\/(?:Caddyfile|\.env|\.pgpass|\.htpasswd|\.netrc)$/;
/** Of code too, but `chart.js` may be the folder of a project of that name. */
const CODE = /\.(?:js|mjs|cjs|ts|py|rb|php)$/;
/** Folders that a container reads at its start and never writes to, whether or not the mount says so. */
const READ_AT_START = /^\/docker-entrypoint(?:-initdb)?\.d(?:\/|$)/;

interface Use {
  readonly service: Service;
  readonly mount: Mount;
}

type Fault = 'folder-for-file' | 'no-file' | 'no-folder' | 'refused';

export const composeBindSourceMissing = defineCheck({
  id: 'compose-bind-source-missing',
  area: 'compose',
  severity: 'error',
  title: 'What is mounted is there',
  why: `Where the source of a bind mount is missing Docker makes an empty folder of that name, owned by root. A program that expects its
configuration file there finds a folder: it does not start, or the container is not even made ("not a directory"). The folder stays,
so that a later checkout or copy of the real file fails as well. An empty folder over /etc hides what the image brings.`,
  repair:
    'Put the file there (delete the empty folder that Docker made first), or delete the mount if nothing needs it.',
  fixClass: 'never',
  source:
    'docs.docker.com/engine/storage/bind-mounts: -v creates the missing path "always as a directory"; docs.docker.com/reference/compose-file/services: create_host_path',
  run: ({ project }) => {
    const uses = startedServices(project).flatMap((service) =>
      service.mounts.filter(({ kind }) => kind === 'bind').map((mount): Use => ({ service, mount })),
    );
    if (uses.length === 0) return notApplicable('no service mounts a file or folder of the host');
    const seen = uses.filter(({ mount }) => mount.onDisk !== undefined);
    if (seen.length === 0) return notObservable('every mounted path is outside the project');
    return found(findingsOf(project, seen));
  },
});

/** One for each source, however many services mount it. */
function findingsOf(project: Project, uses: readonly Use[]): Finding[] {
  const faulty = uses.flatMap((use) => {
    const fault = faultOf(use, uses);
    return fault === undefined ? [] : [{ ...use, fault }];
  });
  const firsts = faulty.filter(
    ({ mount }, i) => faulty.findIndex((other) => other.mount.source === mount.source) === i,
  );
  return firsts.map((first) => {
    const { mount, fault } = first;
    const others = faulty.filter((other) => other !== first && other.mount.source === mount.source);
    return {
      message: MESSAGES[fault](first),
      at: mount.at,
      ...(others.length === 0 ? {} : { related: others.map((other) => other.mount.at) }),
      evidence: [
        {
          by: 'config',
          text: `${mount.source} is ${mount.onDisk === 'folder' ? 'a folder' : 'not there'}, mounted at ${mount.target}`,
          at: mount.at,
        },
      ],
      ...repairOf(project, mount, fault),
      ...(fault === 'no-folder' ? { severity: 'warning' } : {}),
    };
  });
}

function faultOf({ service, mount }: Use, uses: readonly Use[]): Fault | undefined {
  const { onDisk, source, target, readOnly } = mount;
  if (onDisk === 'folder') return FILE.test(target) && FILE.test(source) ? 'folder-for-file' : undefined;
  if (onDisk !== 'absent' || isWrittenBy(uses, mount)) return undefined;
  const options = membersOf(specValue(service, [...mount.path, 'bind']));
  if (options['create_host_path'] === false) return 'refused';
  if (FILE.test(target) || CODE.test(target)) return 'no-file';
  return READ_AT_START.test(target) || (readOnly && target.startsWith('/etc/')) ? 'no-folder' : undefined;
}

/** Another container may write it before: one that mounts the same folder or one above it to write to. */
function isWrittenBy(uses: readonly Use[], wanted: Mount): boolean {
  return uses.some(
    ({ mount }) =>
      mount !== wanted &&
      !mount.readOnly &&
      !FILE.test(mount.target) &&
      !CODE.test(mount.target) &&
      !READ_AT_START.test(mount.target) &&
      (mount.source === '.' ||
        wanted.source === mount.source ||
        wanted.source.startsWith(`${mount.source}/`)),
  );
}

const MESSAGES: Readonly<Record<Fault, (use: Use) => string>> = {
  'folder-for-file': ({ service: { name }, mount: { source, target } }) =>
    `${source} is a folder, and ${name} expects the file ${target} there: Docker makes a folder where a file is missing.`,
  'no-file': ({ service: { name }, mount: { source, target } }) =>
    `${source} is not there: Docker makes a folder of that name, and ${name} finds a folder at ${target}.`,
  'no-folder': ({ service: { name }, mount: { source, target } }) =>
    `${source} is not there: ${name} gets an empty folder at ${target}, which hides what the image has there.`,
  refused: ({ service: { name }, mount: { source } }) =>
    `${source} is not there and is not to be made (create_host_path: false): ${name} does not start.`,
};

function repairOf(project: Project, { source }: Mount, fault: Fault): { readonly repair?: string } {
  if (fault === 'refused') return {};
  if (fault === 'no-folder')
    return {
      repair: `Make ${source} and put in it what belongs there, or delete the mount if nothing needs it.`,
    };
  const example = exampleBeside(project, source);
  const first =
    fault === 'folder-for-file' ? `Delete the folder if it is empty (rmdir ${source}), then ` : '';
  const then = example === undefined ? `put the file ${source} there` : `copy ${example} to ${source}`;
  const said = first === '' ? then.charAt(0).toUpperCase() + then.slice(1) : first + then;
  return { repair: `${said}, or delete the mount if nothing needs it.` };
}
