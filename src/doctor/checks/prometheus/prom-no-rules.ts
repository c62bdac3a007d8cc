import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { ConfigFile, Project } from '../../../project/project.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';

export const promNoRules = defineCheck({
  id: 'prom-no-rules',
  area: 'prometheus',
  severity: 'warning',
  title: 'Prometheus has rules that can raise an alert',
  why: `Prometheus takes a glob that matches no file without a word, and a configuration without rule_files as well: everything is
measured, and nobody is ever told that something is wrong.`,
  repair:
    'Name the files with alerts under rule_files, and mount them where Prometheus looks: cvx tune writes a set for this stack.',
  fixClass: 'never',
  source: 'Prometheus configuration, rule_files (globs; no match is no error: seen with promtool 2.42)',
  run: ({ project }) => {
    const configs = project.configs.filter(
      ({ kind, service }) => kind === 'prometheus' && service !== undefined,
    );
    if (configs.length === 0) return notApplicable('no service has a prometheus.yml of the project');
    return found(configs.flatMap((config) => findingOf(project, config) ?? []));
  },
});

function findingOf(project: Project, config: ConfigFile): Finding | undefined {
  const yaml = yamlPlaces(config);
  // What is no YAML is another matter.
  if (yaml.error !== undefined) return undefined;
  const globs = yaml.valueAt(['rule_files']);
  const loaded = project.configs.some(
    ({ kind, service }) => kind === 'prometheus-rules' && service === config.service,
  );
  if (loaded) return undefined;
  const list = Array.isArray(globs) ? globs.map(String) : [];
  const at = yaml.placeOf(list.length > 0 ? ['rule_files', 0] : ['rule_files']) ?? {
    file: config.file,
    line: 1,
    column: 1,
  };
  const service = project.services.find(({ name }) => name === config.service);
  const outside = service?.mounts.some(
    ({ kind, source, target }) =>
      (kind === 'volume' || source.startsWith('/')) && list.some((glob) => glob.startsWith(`${target}/`)),
  );
  const inImage = service?.buildContext !== undefined && list.length > 0;
  // They may be in a volume, in a folder that is not of this project, or made in an image.
  if (outside === true || inImage) return undefined;
  return {
    message:
      list.length === 0
        ? `${config.file} names no rule files: no alert can ever fire.`
        : `No file of the project is where ${list.join(', ')} looks in ${config.service ?? 'Prometheus'}: no alert can ever fire.`,
    at,
    evidence: [
      {
        by: 'config',
        text:
          list.length === 0
            ? 'rule_files is empty or missing'
            : `${list.length} glob${list.length === 1 ? '' : 's'} under rule_files, no file`,
        at,
      },
    ],
  };
}
