import { readPostgresConf } from '../../../edits/conf/postgres.ts';
import type { Edit } from '../../../edits/edit.ts';
import type { ConfigFile, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import { howItStands } from '../../components/compose/how-it-stands.ts';
import { withWords } from '../../components/compose/command-edits.ts';
import type { Evidence } from '../../evidence.ts';
import { loadedConfs, mainConf } from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

export const pgConfNotLoaded = defineCheck({
  id: 'pg-conf-not-loaded',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL reads the configuration file that is there for it',
  why: `The server reads postgresql.conf in its data folder, which initdb wrote, and no other file unless it is told with
config_file. A tuned file at /etc/postgresql/postgresql.conf is never opened: every value in it is a wish, and the defaults run.`,
  repair:
    "Name it: command: postgres -c config_file=/etc/postgresql/postgresql.conf. The file then needs listen_addresses = '*', or no other container reaches the server.",
  fixClass: 'confirm',
  source:
    'PostgreSQL manual 20.2 File Locations; docker-library/postgres README "Database Configuration"; config_file beside PGDATA seen with PostgreSQL 15.18: data and pg_hba.conf stay where they are, listen_addresses falls to localhost',
  run: (evidence) => {
    const { project } = evidence;
    const servers = startedServices(project).filter(({ kind }) => kind === 'postgres');
    const mounted = servers.flatMap((service) =>
      project.configs.flatMap((conf) =>
        conf.kind === 'postgres' && conf.service === service.name ? [{ service, conf }] : [],
      ),
    );
    if (mounted.length === 0) return notApplicable('no service has a postgresql.conf of the project');
    const told = mounted.filter(({ service }) => !hasOwnStart(service));
    if (told.length === 0)
      return notObservable('a start script of its own decides which file the server reads');
    return found(
      told
        .filter(({ service, conf }) => !isRead(evidence, service, conf))
        .map(({ service, conf }) => findingOf(evidence, service, conf)),
    );
  },
});

/** Anything but the image's entrypoint and the server itself may copy or include the file. */
function hasOwnStart({ entrypoint, command }: Service): boolean {
  const [program = ''] = entrypoint;
  const [first = 'postgres'] = command;
  return (
    (program !== '' && !program.endsWith('docker-entrypoint.sh')) ||
    (!first.startsWith('-') && first !== 'postgres' && !first.endsWith('docker-entrypoint.sh'))
  );
}

function isRead({ project, live }: Evidence, service: Service, conf: ConfigFile): boolean {
  const answer = live.postgres.get(service.name);
  const used = answer?.seen === true ? answer.value.settings.get('config_file')?.value : undefined;
  const { target = '' } = conf;
  return (
    used === target ||
    loadedConfs(project, service).some(({ file }) => file === conf.file) ||
    service.command.some((word) => word.includes(target)) ||
    target.startsWith('/docker-entrypoint-initdb.d/')
  );
}

function findingOf(evidence: Evidence, service: Service, conf: ConfigFile): Finding {
  const { target = '', file } = conf;
  const { at = service.at, text } = howItStands(service, conf);
  const lines = readPostgresConf(conf.text);
  const first = lines.filter(({ key }) => key !== 'listen_addresses').slice(0, 3);
  const wishes = first.map(({ key, value }) => `${key} ${value}`).join(', ');
  const edits = editsFor(evidence, service, conf);
  return {
    message: `${service.name} never reads ${file}: ${wishes === '' ? 'what it says' : wishes}${lines.length > 3 ? ' and the rest' : ''} ${lines.length === 1 ? 'is' : 'are'} without effect.`,
    at,
    related: [{ file, line: 1, column: 1 }],
    evidence: [
      { by: 'config', text: `${file} is ${text}; the server reads ${mainConf(service)}`, at },
      ...liveSeen(evidence, service),
    ],
    repair: `Start ${service.name} with -c config_file=${target}; listen_addresses = '*' must then stand in ${file}.`,
    ...(edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [service.name] } }),
  };
}

function liveSeen({ live }: Evidence, { name }: Service): Seen[] {
  const answer = live.postgres.get(name);
  const used = answer?.seen === true ? answer.value.settings.get('config_file')?.value : undefined;
  return used === undefined ? [] : [{ by: 'live', text: `${name} says: config_file ${used}` }];
}

/** None where the server is told another file already: which of the two is meant is a person's to say. */
function editsFor({ project }: Evidence, service: Service, conf: ConfigFile): readonly Edit[] | undefined {
  const told = service.command.some((word) => /config[_-]file/.test(word));
  const others = project.configs.filter(
    ({ kind, service: name }) => kind === 'postgres' && name === service.name,
  );
  if (told || others.length > 1 || conf.target === undefined) return undefined;
  const words = withWords(project, service, 'postgres', ['-c', `config_file=${conf.target}`]);
  if (words === undefined) return undefined;
  const listens = readPostgresConf(conf.text).some(({ key }) => key === 'listen_addresses');
  const listen: Edit = {
    do: 'set-conf',
    syntax: 'postgres',
    file: conf.file,
    key: 'listen_addresses',
    value: '*',
    comment: 'Other containers reach the server; this file takes the place of the one that said so.',
  };
  return listens ? words : [...words, listen];
}
