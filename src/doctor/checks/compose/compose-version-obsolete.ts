import { isMap, isScalar, parseDocument } from 'yaml';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeInText } from '../../place-in-text.ts';
import type { Project } from '../../../project/project.ts';

export const composeVersionObsolete = defineCheck({
  id: 'compose-version-obsolete',
  area: 'compose',
  severity: 'info',
  title: 'No compose file says a version',
  why: `Compose 2 ignores the top-level "version" and warns at every command. It says nothing of the features that the file may use, and
hides the warnings that matter.`,
  repair: 'Delete the line.',
  fixClass: 'safe',
  source:
    'docker compose 2.40.3, run: "the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion"; compose-go loader/loader.go',
  run: ({ project }) => {
    if (project.composeFiles.length === 0) return notApplicable('there is no compose file');
    return found(project.composeFiles.flatMap((file) => versionOf(project, file)));
  },
});

function versionOf(project: Project, file: string): Finding[] {
  const text = project.read(file) ?? '';
  const { contents } = parseDocument(text, { logLevel: 'silent' });
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'version')
    : undefined;
  if (pair === undefined || !isScalar(pair.key)) return [];
  const at = placeInText(file, text, pair.key.range?.[0] ?? 0);
  const value = isScalar(pair.value) ? ` "${String(pair.value.value)}"` : '';
  return [
    {
      message: `Compose ignores version${value} and warns of it at every command.`,
      at,
      evidence: [{ by: 'config', text: `version${value} at the top of ${file}`, at }],
      fix: { class: 'safe', edits: [{ do: 'remove-yaml', file, path: ['version'] }] },
    },
  ];
}
