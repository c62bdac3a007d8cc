import { defineCheck, found, notApplicable } from '../../check.ts';
import { scalarText, startedServices } from '../../components/compose/spec-value.ts';

export const composeContainerNameScaled = defineCheck({
  id: 'compose-container-name-scaled',
  area: 'compose',
  severity: 'error',
  title: 'A service of several replicas has no fixed container name',
  why: 'Two containers cannot have one name: Compose refuses a project that asks for more than one replica of a named container.',
  repair: 'Delete container_name. Other services reach the replicas by the name of the service.',
  fixClass: 'safe',
  source:
    'docker compose 2.40.3, run: "services.deploy.replicas: can\'t set container_name and a as container name must be unique: invalid compose project" (its two words are swapped)',
  run: ({ project }) => {
    const scaled = startedServices(project).filter(({ replicas }) => replicas > 1);
    if (scaled.length === 0) return notApplicable('no service has more than one replica');
    return found(
      scaled.flatMap((service) => {
        const { spec, name, replicas } = service;
        if (spec['container_name'] === undefined) return [];
        const at = service.placeOf(['container_name']) ?? service.at;
        const number = service.placeOf(['deploy', 'replicas']) ?? service.placeOf(['scale']);
        const { file, path, shared } = service.editOf(['container_name']);
        return [
          {
            message: `${name} shall have ${replicas} replicas and one container name, "${scalarText(spec['container_name']) ?? ''}": Compose refuses it.`,
            at,
            ...(number === undefined ? {} : { related: [number] }),
            evidence: [{ by: 'config', text: `container_name with ${replicas} replicas`, at } as const],
            ...(shared === true
              ? {}
              : {
                  fix: {
                    class: 'safe',
                    edits: [{ do: 'remove-yaml', file, path }],
                    restart: [name],
                  } as const,
                }),
          },
        ];
      }),
    );
  },
});
