import type { EnvFile, EnvLine, Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { knownSecret } from '../../components/env/known-secrets.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

/** A value that is a secret to nobody: a reference, or one that sops or dotenvx encrypted for the repository. */
const NO_SECRET = /^(?:\$\{?\w+[^$]*\}?|ENC\[.*\]|encrypted:.*|(?:op|vault|ref\+\w+|aws-sm|gcp-sm):\/\/.*)$/s;
/** Filters that encrypt a file on its way into the repository. */
const ENCRYPTED = /(?:^|\s)filter=(?:git-crypt|transcrypt|crypt|sops|git-agecrypt|agebox)\b/;

export const envGitTracked = defineCheck({
  id: 'env-git-tracked',
  area: 'env',
  severity: 'error',
  title: 'Files with secrets are not kept by git',
  why: `What git keeps goes to everybody who clones the repository, to every mirror and every build, and stays in the history after it is
deleted. A password in it is to be taken for known, and changing it in the file commits the next one.`,
  repair:
    'git rm --cached the file, name it in .gitignore, keep an example without values beside it, and change the secrets: the history still has them.',
  fixClass: 'never',
  source:
    'git-rm(1) --cached; docs.github.com: removing sensitive data from a repository; OWASP Secrets Management Cheat Sheet',
  run: ({ project }) => {
    const secrets = project.envFiles.flatMap((file) => {
      const lines = secretsOf(file);
      return lines.length === 0 ? [] : [{ file, lines }];
    });
    if (secrets.length === 0) return notApplicable('no env file holds a secret');
    if (secrets.every(({ file }) => file.tracked === 'no-repository'))
      return notApplicable('there is no git repository around the project');
    const findings = secrets
      .filter(({ file }) => file.tracked === 'yes' && !isEncrypted(project, file))
      .map(({ file, lines }) => findingOf(file, lines));
    const unknown = secrets.find(({ file }) => file.tracked === 'unknown');
    if (findings.length === 0 && unknown !== undefined)
      return notObservable(`the index of the git repository around ${unknown.file.file} cannot be read`);
    return found(findings);
  },
});

function secretsOf({ lines }: EnvFile): readonly EnvLine[] {
  return lines.filter(({ key, value, raw }) => {
    const written = raw.replace(/^(["'])(.*)\1$/s, '$2');
    return namesSecret(key) && value !== '' && !NO_SECRET.test(written) && knownSecret(value) === undefined;
  });
}

/** Whether .gitattributes has the file, or files of that kind, encrypted. */
function isEncrypted(project: Project, { file }: EnvFile): boolean {
  const name = file.split('/').at(-1) ?? '';
  return (project.read('.gitattributes') ?? '').split('\n').some((line) => {
    const [pattern = ''] = line.trim().split(/\s+/);
    return ENCRYPTED.test(line) && matches(pattern.split('/').at(-1) ?? '', name);
  });
}

function matches(pattern: string, name: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}

function findingOf({ file }: EnvFile, lines: readonly EnvLine[]): Finding {
  const at = { file, line: 1, column: 1 };
  const keys = [...new Set(lines.map(({ key }) => key))];
  const named = keys.slice(0, 3).join(', ');
  return {
    message: `git keeps ${file}, and with it ${named}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''}, and who has the repository has ${keys.length === 1 ? 'this secret' : 'these secrets'}.`,
    at,
    related: lines.slice(0, 3).map((line) => line.at),
    evidence: [
      { by: 'config', text: `${file} is in the index of git, and ${keys[0] ?? ''} is set in it`, at },
    ],
    repair: `git rm --cached ${file}, add it to .gitignore, and change the secrets in it: the history still has them.`,
  };
}
