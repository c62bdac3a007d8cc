import type { ConfigFile, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { yamlPlaces } from '../../components/compose/yaml-places.ts';

export const promK8sSdInCompose = defineCheck({
  id: 'prom-k8s-sd-in-compose',
  area: 'prometheus',
  severity: 'warning',
  title: 'Prometheus finds its targets where it runs',
  why: `kubernetes_sd_configs asks the API of the cluster that Prometheus runs in. In a container of Compose there is none: Prometheus writes one
line, "Cannot create service discovery", starts, and such a job has no target for ever. No target is not a target that is down, so no
alert tells of it.`,
  repair:
    'Write the targets of the stack under static_configs, or name the cluster (api_server, kubeconfig_file).',
  fixClass: 'never',
  source:
    'Prometheus configuration, kubernetes_sd_config (api_server empty: it is assumed to run inside the cluster); seen with Prometheus 3.5.0: "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined"',
  run: ({ project }) => {
    const services = startedServices(project);
    const configs = project.configs.flatMap((config) => {
      const service = services.find(({ name }) => config.kind === 'prometheus' && name === config.service);
      return service === undefined ? [] : [{ config, service }];
    });
    if (configs.length === 0) return notApplicable('no Prometheus with a configuration of this project');
    return found(configs.flatMap(({ config, service }) => findingsOf(config, service)));
  },
});

function findingsOf(config: ConfigFile, service: Service): Finding[] {
  // Set by hand, it is told where the cluster is.
  if (service.environment.some(({ key }) => key === 'KUBERNETES_SERVICE_HOST')) return [];
  const yaml = yamlPlaces(config);
  const jobs = yaml.valueAt(['scrape_configs']);
  return indexes(jobs).flatMap((i) => {
    const path = ['scrape_configs', i, 'kubernetes_sd_configs'];
    const inside = indexes(yaml.valueAt(path)).filter((j) =>
      ['api_server', 'kubeconfig_file'].every((key) => (yaml.valueAt([...path, j, key]) ?? '') === ''),
    );
    const at = yaml.placeOf(path);
    if (inside.length === 0 || at === undefined) return [];
    const name = yaml.valueAt(['scrape_configs', i, 'job_name']);
    const job = typeof name === 'string' ? name : `number ${i + 1}`;
    return [
      {
        message: `The job ${job} looks for its targets in a Kubernetes cluster, and ${service.name} runs in Compose: it never has one.`,
        at,
        related: [service.at],
        evidence: [
          { by: 'config', text: `kubernetes_sd_configs without api_server and kubeconfig_file`, at },
          { by: 'config', text: `${service.name} is a service of Compose`, at: service.at },
        ],
      },
    ];
  });
}

function indexes(list: unknown): readonly number[] {
  return Array.isArray(list) ? [...list.keys()] : [];
}
