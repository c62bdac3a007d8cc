import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { composeLogUnbounded } from '../../../../src/doctor/checks/compose/compose-log-unbounded.ts';
import { applyFix } from '../../apply-fix.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';

testCheck(composeLogUnbounded, {
  sick: [
    {
      name: 'one finding for all that say nothing',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1 # the application
  redis:
    image: redis:8
  web:
    image: web:1
    logging: {driver: local}
`,
      },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /^The logs of 2 services \(api, redis\) grow until the disk is full/,
          by: ['config'],
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /api:1 # the application\n {4}logging:\n {6}driver: json-file\n {6}options:\n {8}max-size: "?10m/,
        },
      },
    },
    {
      name: 'json-file that only counts files, of its own and through an anchor',
      files: {
        'compose.yaml': `x-logging: &logging
  driver: json-file
  options: {max-file: "5"}
services:
  api:
    image: api:1
    logging: *logging
  worker:
    image: api:1
    logging:
      options:
        tag: worker
`,
      },
      finds: [{ at: 'compose.yaml:2:3', message: /api, worker/ }],
      afterFix: { texts: { 'compose.yaml': /tag: worker\n {8}max-size: "?10m/ } },
    },
  ],
  healthy: [
    {
      name: 'a size, another driver, what is not started',
      files: {
        'compose.yaml': `x-logging: &logging
  driver: json-file
  options: {max-size: 50m}
services:
  api: {image: "api:1", logging: *logging}
  web: {image: "web:1", logging: {driver: journald}}
  log: {image: "log:1", logging: {options: {max-size: "1g"}}}
  off: {image: "off:1", profiles: [off]}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no service', files: { 'a.txt': '' } }],
});

test('a service that others take whole is left to a person, and the others are repaired', async () => {
  await using fixture = await createFixture({
    'compose.yaml': `services:
  web: &web
    image: web:1
  job:
    <<: *web
    command: [job]
  redis:
    image: redis:8
`,
  });
  const { project } = await evidenceOf(composeLogUnbounded, fixture.path, {});
  const found = async () => composeLogUnbounded.run(await evidenceOf(composeLogUnbounded, fixture.path, {}));
  const taken = { at: { line: 2 }, message: expect.stringMatching(/^The log of web grows/) };
  const before = await found();
  expect(before).toMatchObject({
    findings: [{ at: { line: 4 }, message: expect.stringMatching(/2 services \(job, redis\)/) }, taken],
  });
  if (before.state !== 'found') throw new Error('nothing found');
  expect(before.findings[1]?.fix).toBeUndefined();
  const { refused } = await applyFix(project, before.findings[0].fix?.edits ?? []);
  expect(refused).toEqual([]);
  expect(await found()).toMatchObject({ state: 'found', findings: [taken] });
});
