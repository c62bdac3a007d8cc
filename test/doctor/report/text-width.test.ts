import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Report } from '../../../src/doctor/report/report.ts';
import { textReport } from '../../../src/doctor/report/text.ts';
import { createStyle } from '../../../src/lib/style.ts';

const LONG = 'a sentence that goes on and on, well beyond what a terminal of eighty columns shows in a line';
const REPORT: Report = {
  project: 'shop',
  root: '/srv/shop',
  composeFiles: ['compose.yaml'],
  findings: [
    {
      id: 'redis-no-maxmemory',
      area: 'redis',
      severity: 'warning',
      confidence: 'confirmed',
      title: 'x',
      message: LONG,
      at: { file: 'compose.yaml', line: 4, column: 3 },
      related: [],
      evidence: [{ by: 'log', text: LONG }],
      repair: LONG,
      fix: { class: 'confirm', edits: [] },
      diff: '--- a\n',
    },
  ],
  suppressed: [],
  healthy: [],
  notApplicable: [],
  notObservable: [{ id: 'x-y', why: LONG }],
  crashed: [],
  problems: [],
  repaired: [
    {
      id: 'b',
      at: 'b:1:1',
      outcome: 'unverified',
      why: 'later',
      files: [],
      restart: ['up', '--detach', '--force-recreate', '--build', 'api'],
    },
    {
      id: 'c-d',
      at: 'c:2:1',
      outcome: 'unverified',
      why: 'later',
      files: [],
      restart: ['up', '--detach', 'redis', 'api'],
    },
    { id: 'e', at: 'e:3:1', outcome: 'rolled-back', why: 'it failed', files: [] },
  ],
};

test('on a terminal no line is longer than it, and what continues stands below its beginning', () => {
  const text = textReport(REPORT, { style: createStyle(true), links: false, width: 60 });
  const prose = text.split('\n').filter((line) => !/docker compose |cvx doctor --fix/.test(line));
  for (const line of prose) expect(stringWidth(line), line).toBeLessThanOrEqual(60);
  const plain = textReport(REPORT, { style: createStyle(false), links: false, width: 60 });
  expect(plain).toMatch(/^ {4}a sentence .*\n {4}\S/m);
  expect(plain).toMatch(/^ {6}log {5}a sentence .*\n {14}\S/m);
  expect(plain).toMatch(/^ {4}→ a sentence .*\n {6}\S/m);
});

test('a file or another program gets each sentence on one line', () => {
  expect(textReport(REPORT, { style: createStyle(false), links: false }).split(LONG)).toHaveLength(5);
});

test('what needs a word of its own is named in a command to copy, which no line end breaks', () => {
  const text = textReport(REPORT, { style: createStyle(false), links: false, width: 60 });
  expect(text).toContain('    docker compose up --detach --force-recreate --build api redis\n');
  expect(text).toContain('cvx doctor --fix --allow redis-no-maxmemory\n');
});
