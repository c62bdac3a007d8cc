import { type PrometheusOption, prometheusFlag, prometheusKey } from '../../../facts/prometheus.ts';
import type { YamlPath } from '../../../edits/edit.ts';
import type { ConfigFile, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { placeOfWord } from '../../components/compose/places.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';

export const promConfigInvalid = defineCheck({
  id: 'prom-config-invalid',
  area: 'prometheus',
  severity: 'error',
  title: 'Prometheus understands its flags and its configuration',
  why: `At a flag or a key that its version does not know, Prometheus does not start; at a reload it keeps the old configuration and goes
on as if nothing were. Options that 3.0 renamed or removed are the usual cause after an update of the image.`,
  repair: 'Correct or delete the line, and try the file with promtool check config.',
  fixClass: 'never',
  source:
    'flags and keys run with Prometheus 2.53 and 3.5; promtool 2.42 check config: "field … not found in type config.ScrapeConfig"; Prometheus 3.0 migration guide',
  run: ({ project }: Evidence) => {
    const services = project.services.filter(({ kind, active }) => kind === 'prometheus' && active);
    if (services.length === 0) return notApplicable('no service is Prometheus');
    return found(
      services.flatMap((service) => [
        ...flagFindings(service),
        ...project.configs
          .filter(({ kind, service: owner }) => kind === 'prometheus' && owner === service.name)
          .flatMap((config) => keyFindings(service, config)),
      ]),
    );
  },
});

/** The major of the image's tag; undefined for `latest` and images of other makers. */
function majorOf({ image = '' }: Service): 2 | 3 | undefined {
  const major = /(?:^|\/)prom(?:etheus)?\/prometheus:v?([23])(?:[.@-]|$)/.exec(image)?.[1];
  return major === undefined ? undefined : major === '2' ? 2 : 3;
}

/** What stops this version; where the version is not known, what stops both. */
function fatal(option: PrometheusOption | undefined, service: Service): string | undefined {
  if (option === undefined) return undefined;
  const major = majorOf(service);
  const [in2, in3] = [option.in2, option.in3].map((text) => /^error|exit 1|^unknown(?: \(|$)/.test(text));
  const stops = major === undefined ? in2 === true && in3 === true : major === 2 ? in2 : in3;
  return stops === true ? (major === 2 ? option.in2 : option.in3) : undefined;
}

function flagFindings(service: Service): Finding[] {
  return service.command.flatMap((word, index) => {
    const name = /^(--[\w.-]+)/.exec(word)?.[1] ?? '';
    const says = fatal(prometheusFlag(name), service);
    if (says === undefined) return [];
    const at = placeOfWord(service, index);
    return [
      {
        message: `${service.name} does not start with ${name}: ${service.image ?? 'its version'} does not know the flag.`,
        at,
        evidence: [{ by: 'config', text: `${name}: ${says}`, at }],
      },
    ];
  });
}

function keyFindings(service: Service, config: ConfigFile): Finding[] {
  const yaml = yamlPlaces(config);
  if (yaml.error !== undefined)
    return [finding(service, config, yaml.error.at, 'it is no YAML', yaml.error.message)];
  const jobs = yaml.valueAt(['scrape_configs']);
  const managers = yaml.valueAt(['alerting', 'alertmanagers']);
  const places: readonly (readonly [string, YamlPath])[] = [
    ...indexes(jobs).flatMap((i) =>
      ['scrape_classic_histograms', 'fallback_scrape_protocol'].map(
        (key) => [key, ['scrape_configs', i, key]] as const,
      ),
    ),
    ...indexes(managers)
      .map((i): YamlPath => ['alerting', 'alertmanagers', i, 'api_version'])
      .filter((path) => yaml.valueAt(path) === 'v1')
      .map((path) => ['alerting.alertmanagers.api_version: v1', path] as const),
  ];
  return places.flatMap(([name, path]) => {
    const says = fatal(prometheusKey(name), service);
    const at = yaml.placeOf(path);
    return says === undefined || at === undefined
      ? []
      : [finding(service, config, at, `${service.image ?? 'its version'} does not take ${name}`, says)];
  });
}

function finding(
  service: Service,
  config: ConfigFile,
  at: Finding['at'],
  what: string,
  says: string,
): Finding {
  return {
    message: `${service.name} does not load ${config.file}: ${what}.`,
    at,
    related: [service.at],
    evidence: [{ by: 'config', text: says, at }],
  };
}

function indexes(list: unknown): readonly number[] {
  return Array.isArray(list) ? [...list.keys()] : [];
}
