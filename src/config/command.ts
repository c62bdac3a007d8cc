import { addCommand, type Register } from '../command.ts';
import { EXIT } from '../lib/errors.ts';
import { SETTINGS, type Setting } from './settings.ts';

const ORDER = [
  `A setting comes from the first of these that has it: a flag, the environment, the file of --env-file, ./cvx.yaml,
  cvx.yaml in the user's configuration folder, the default. An empty value means unset. ./.env is never read unasked.`,
  'The URL of a server may stand in a file that NAME_FILE names (DATABASE_URL_FILE), as container secrets do.',
];

export const registerConfig: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'config',
    group: 'Look after',
    summary: 'Print every setting and where its value comes from',
    details: ORDER,
    examples: [
      { run: 'cvx config', says: 'every value with its origin, passwords masked' },
      { run: 'cvx config --json', says: 'for scripts' },
      { run: 'cvx config --env-file .env', says: 'as if that file were the configuration' },
    ],
  });
  command.addHelpText(
    'after',
    `\nSettings (name in cvx.yaml, variable):\n${SETTINGS.map(settingText).join('\n')}`,
  );
  runs(command, async (session) => {
    const { printConfig } = await import('./print-config.ts');
    await printConfig(session);
    return EXIT.ok;
  });
};

function settingText({ key, env, says, fallback }: Setting): string {
  const otherwise = fallback === undefined ? '' : ` Default: ${fallback}.`;
  return `  ${key}, ${env}\n      ${says}${otherwise}`;
}
