import type { Session } from '../command.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { table } from '../lib/table.ts';
import { toJson } from '../lib/terminal-text.ts';
import { wrap } from '../lib/wrap.ts';
import { type Check, AREAS } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { checkById } from './choose-checks.ts';

const FIX_WORDS = {
  safe: 'yes, by cvx doctor --fix',
  confirm: 'what is safe by cvx doctor --fix; what changes behaviour, exposure or a secret by',
  never: 'no, the patch is printed for a person to apply',
} as const;

/** `cvx doctor --list`: every check, by area. */
export function listChecks({ io, globals }: Session): ExitCode {
  if (globals.json) io.stdout.write(toJson({ schema: 1, checks: CHECKS.map(describe) }, 2));
  else
    for (const line of table(
      CHECKS,
      [
        { title: 'AREA', value: ({ area }) => area },
        { title: 'ID', value: ({ id }) => id, style: io.stdout.style.bold },
        { title: 'SEVERITY', value: ({ severity }) => severity },
        { title: 'FIX', value: ({ fixClass }) => fixClass },
        { title: 'WHAT IS CHECKED', value: ({ title }) => title, min: 20 },
      ],
      { width: io.stdout.isTTY ? io.stdout.columns : 200, head: io.stdout.style.dim },
    ))
      io.stdout.line(line);
  return EXIT.ok;
}

/** `cvx doctor --explain ID`. */
export function explainCheck({ io, globals }: Session, id: string): ExitCode {
  const check = checkById(CHECKS, id);
  if (globals.json) {
    io.stdout.write(toJson({ schema: 1, check: describe(check) }, 2));
    return EXIT.ok;
  }
  const { bold, dim } = io.stdout.style;
  const allow = check.fixClass === 'confirm' ? ` cvx doctor --fix --allow ${id}` : '';
  const parts: [string, string][] = [
    ['Why', flat(check.why)],
    ['Repair', flat(check.repair)],
    ['By cvx', `${FIX_WORDS[check.fixClass]}${allow}`],
    ['Source', check.source],
    ['Live with it', `# cvx-ignore ${id} until=YYYY-MM-DD -- reason   (on the line, or the line before)`],
  ];
  io.stdout.line(`${bold(id)}  ${dim(`${check.area}, ${check.severity}`)}\n${check.title}\n`);
  for (const [title, text] of parts)
    io.stdout.line(
      [bold(title), ...wrap(`  ${text}`, Math.min(io.stdout.columns, 100), '  '), ''].join('\n'),
    );
  return EXIT.ok;
}

function describe({ id, area, severity, title, why, repair, fixClass, source, logs = [] }: Check) {
  const lines = logs.map(({ literal }) => literal);
  return {
    id,
    area,
    order: AREAS.indexOf(area),
    severity,
    title,
    why: flat(why),
    repair: flat(repair),
    fixClass,
    source,
    lines,
  };
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
