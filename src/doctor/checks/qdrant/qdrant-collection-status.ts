import { defineCheck, found, notApplicable, notObservable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';

export const qdrantCollectionStatus = defineCheck({
  id: 'qdrant-collection-status',
  area: 'qdrant',
  severity: 'error',
  title: 'No collection of Qdrant is red',
  why: `Red means that an operation on a segment failed for good; an error of the optimiser means that vectors stay without an index.
Searches still answer, more slowly and without what was written last, so that nobody notices.`,
  repair:
    'Read the error: too many open files (raise nofile), no disk, or a broken segment (restore the snapshot). After a restart optimisations begin anew.',
  fixClass: 'never',
  source: 'Qdrant documentation, Collections: green, yellow, grey, red; qdrant#1261',
  run: ({ project, live }) => {
    const services = qdrantServices(project);
    if (services.length === 0 && live.qdrant.size === 0) return notApplicable('no service is Qdrant');
    const answers = [...live.qdrant].flatMap(([name, answer]) =>
      answer.seen ? [{ name, ...answer.value }] : [],
    );
    if (answers.length === 0) {
      const why = [...live.qdrant.values()].find((answer) => !answer.seen);
      return notObservable(why !== undefined && !why.seen ? why.why : 'Qdrant was not asked');
    }
    const findings = answers.flatMap(({ name, collections }) =>
      collections
        .filter(({ status, optimizerStatus }) => status === 'red' || !/^(?:ok|)$/.test(optimizerStatus))
        .map(({ name: collection, status, optimizerStatus }) => {
          const service = services.find((one) => one.name === name);
          const at = service?.at ?? placeOfProject(project);
          const error = optimizerStatus === 'ok' ? '' : `: ${optimizerStatus.slice(0, 200)}`;
          return {
            message: `Collection ${collection} of ${name} is ${status}${error}.`,
            at,
            evidence: [
              {
                by: 'live',
                text: `${collection}: status ${status}, optimiser ${optimizerStatus.slice(0, 200)}`,
              } as const,
            ],
          };
        }),
    );
    return found(findings);
  },
});
