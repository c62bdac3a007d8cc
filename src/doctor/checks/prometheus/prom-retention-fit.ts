import type { Edit } from '../../../edits/edit.ts';
import { bytes } from '../../../lib/format.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { withWordReplaced, withWords } from '../../components/compose/command-edits.ts';
import { containerOfService } from '../../components/compose/container-of-service.ts';
import { placeOfWord } from '../../components/compose/places.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { type Growth, growthOf, roomFor, sizeLimit } from '../../components/prometheus/retention.ts';
import type { Evidence } from '../../evidence.ts';

const SIZE = '--storage.tsdb.retention.size';
/** The stores of the stack write to the same disk. */
const SHARE_OF_ROOM = 0.5;
const MIB = 1024 ** 2;

export const promRetentionFit = defineCheck({
  id: 'prom-retention-fit',
  area: 'prometheus',
  severity: 'warning',
  title: 'What Prometheus keeps has room on its disk',
  why: `Prometheus deletes by age or by size, and never because the disk is full. Where the time that it keeps samples, at the rate at which
they come, is more than the disk holds, the disk of all stores beside it is full long before the first sample goes.`,
  repair: `Bound what is kept by size too (${SIZE}), or keep it for a shorter time.`,
  fixClass: 'confirm',
  source:
    'Prometheus documentation, Storage (1 to 2 bytes per sample; retention.size, "KB, MB, GB" by 1024); its metrics of 2.42.0 and 3.5.0',
  run: (evidence) => {
    const services = startedServices(evidence.project).filter(({ kind }) => kind === 'prometheus');
    if (services.length === 0) return notApplicable('no service is Prometheus');
    const judged = services.map((service) => judge(evidence, service));
    const findings = judged.filter((one) => typeof one === 'object');
    const unknown = judged.find((one) => typeof one === 'string' && one !== '');
    if (findings.length > 0) return found(findings);
    return typeof unknown === 'string' ? notObservable(unknown) : HEALTHY;
  },
});

/** The finding, '' where all is well, or why that cannot be told. */
function judge(evidence: Evidence, service: Service): Finding | string {
  const { project, live, now } = evidence;
  const { name } = service;
  const answer = live.prometheus.get(name);
  const metrics = answer?.seen === true ? answer.value.ownMetrics : undefined;
  if (metrics === undefined) return `${name} was not asked how much it holds`;
  const inDocker = containerOfService(live, service)?.running === true;
  const free = inDocker && live.host.seen ? live.host.value.diskFreeBytes : undefined;
  const room = free === undefined ? undefined : roomFor(project, service, metrics, free);
  if (room === undefined) return `the disk that ${name} writes to was not looked at`;
  // What is written holds from the next start on.
  const limit = sizeLimit(service) ?? metrics.get('prometheus_tsdb_retention_limit_bytes') ?? 0;
  if (limit > 0) return limit > room ? tooLarge(project, service, limit, room) : '';
  const growth = growthOf(service, metrics, now);
  if (growth === undefined) return `${name} has run for too short a time`;
  return growth.total > room ? tooLong(project, service, growth, room) : '';
}

function tooLarge(project: Project, service: Service, limit: number, room: number): Finding {
  const { index, edit } = wordOf(service, SIZE);
  const at = index === -1 ? service.at : placeOfWord(service, index);
  const said = `${service.name} may take ${bytes(limit)}, and its disk has room for ${bytes(room)}`;
  const change =
    edit === -1 ? undefined : withWordReplaced(project, service, edit, sized(service, edit, room));
  return {
    message: `${said}: the disk is full before the limit is reached.`,
    at,
    evidence: [
      { by: 'config', text: `${SIZE} is ${bytes(limit)}`, at },
      { by: 'live', text: `${bytes(room)} are free or held by ${service.name} already` },
    ],
    repair: `Set ${SIZE} to ${flagSize(room)}, half of the room, or move the data to a larger disk.`,
    ...fixOf(service, change === undefined ? undefined : [change]),
  };
}

function tooLong(project: Project, service: Service, growth: Growth, room: number): Finding {
  const { index } = wordOf(service, '--storage.tsdb.retention.time');
  const at = index === -1 ? service.at : placeOfWord(service, index);
  const days = daysOf(growth.seconds);
  return {
    message: `${service.name} keeps ${days}, which is ${bytes(growth.total)} or more, and its disk has room for ${bytes(room)}, or ${daysOf(room / growth.perSecond)}.`,
    at,
    evidence: [
      { by: 'config', text: `samples are kept for ${days}, and no size is set`, at },
      { by: 'live', text: growth.text },
      { by: 'live', text: `${bytes(room)} are free or held by ${service.name} already` },
    ],
    repair: `Set ${SIZE} to ${flagSize(room)}, half of the room, or keep fewer days.`,
    ...fixOf(service, withFlag(project, service, `${SIZE}=${flagSize(room)}`)),
  };
}

/** Where a flag stands in the command, and the word that holds its value; -1 where there is none. */
function wordOf({ command }: Service, flag: string): { readonly index: number; readonly edit: number } {
  const index = command.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  return { index, edit: command[index] === flag ? index + 1 : index };
}

function sized({ command }: Service, index: number, room: number): string {
  return command[index]?.startsWith(SIZE) === true ? `${SIZE}=${flagSize(room)}` : flagSize(room);
}

function daysOf(seconds: number): string {
  const days = seconds / 86_400;
  return `${days < 10 ? days.toFixed(1) : Math.floor(days)} days`;
}

function flagSize(room: number): string {
  return `${Math.floor((room * SHARE_OF_ROOM) / MIB)}MB`;
}

/** A command in place of the image's own has to say what that said. */
function withFlag(project: Project, service: Service, flag: string): readonly Edit[] | undefined {
  const { image = '', command, entrypoint } = service;
  const [first] = command;
  if (entrypoint.length > 0 || !/(?:^|\/)prom\/prometheus$/.test(repositoryOf(image))) return undefined;
  if (first !== undefined)
    return first.startsWith('--') ? withWords(project, service, '', [flag]) : undefined;
  const usual = ['--storage.tsdb.path=/prometheus', flag];
  return withWords(project, service, '--config.file=/etc/prometheus/prometheus.yml', usual);
}

function fixOf({ name }: Service, edits: readonly Edit[] | undefined): Pick<Finding, 'fix'> {
  return edits === undefined ? {} : { fix: { class: 'confirm', edits, restart: [name] } };
}
