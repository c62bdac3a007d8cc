import type { EnvFile } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { namesSecret } from '../../components/env/secret-names.ts';

/** Of the group nothing is said: where each user has a group of his own, as on Debian and Fedora, git makes every file 0664. */
const WRITE_OTHERS = 0o002;
const READ_OTHERS = 0o004;

export const envMode = defineCheck({
  id: 'env-mode',
  area: 'env',
  severity: 'info',
  title: 'Files with secrets are for their owner alone',
  why: `Every account of the host, and every program that one of them runs, can read a file of mode 0644: the passwords in it are then
no secret of this stack. Compose itself needs to read it only as the user who starts the stack.`,
  repair: 'chmod 600 the file.',
  fixClass: 'never',
  source: 'CIS Docker Benchmark 3 (permissions of configuration files); chmod(1)',
  run: ({ project }) => {
    if (project.envFiles.length === 0) return notApplicable('there is no env file');
    if (process.platform === 'win32') return notObservable('Windows has no permission bits');
    return found(project.envFiles.flatMap(findingOf));
  },
});

function findingOf({ file, lines, mode }: EnvFile): Finding[] {
  const secret = lines.find(({ key, value }) => namesSecret(key) && value !== '');
  if (secret === undefined || (mode & (READ_OTHERS | WRITE_OTHERS)) === 0) return [];
  const octal = mode.toString(8).padStart(4, '0');
  const written = (mode & WRITE_OTHERS) !== 0;
  const at = { file, line: 1, column: 1 };
  return [
    {
      message: `Every account of this host can ${written ? 'change' : 'read'} ${file} (mode ${octal}), which holds secrets.`,
      at,
      related: [secret.at],
      evidence: [{ by: 'config', text: `mode ${octal}, and ${secret.key} is set in it`, at }],
      repair: `chmod 600 ${file}`,
      ...(written ? { severity: 'warning' } : {}),
    },
  ];
}
