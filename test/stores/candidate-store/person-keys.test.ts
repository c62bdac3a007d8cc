import { expect, test } from 'vitest';
import { personKeys } from '../../../src/stores/candidate-store/person-keys.ts';
import { parsedDocument } from '../parsed-document.ts';

test.each([
  ['emails', 'Anna.Berg@Example.com', ['mail:anna.berg@example.com']],
  ['emails', 'info@example.com', []],
  ['emails', 'human-resources@example.com', []],
  ['emails', 'hrvoje@example.com', ['mail:hrvoje@example.com']],
  ['phones', '+442079460001', ['phone:+442079460001']],
  ['phones', '02079460001', []],
  ['links', 'https://www.linkedin.com/in/anna-example/', ['page:linkedin.com/in/anna-example']],
  ['links', 'https://de.linkedin.com/in/anna-example', ['page:linkedin.com/in/anna-example']],
  ['links', 'https://www.linkedin.com/company/example', []],
  ['links', 'https://github.com/Anna-Example', ['page:github.com/anna-example']],
  ['links', 'https://github.com/example/project', []],
  ['links', 'https://github.com', []],
  ['links', 'https://www.xing.com/profile/Anna_Example', ['page:xing.com/profile/anna_example']],
  ['links', 'https://stackoverflow.com/users/12345/anna', ['page:stackoverflow.com/users/12345']],
  ['links', 'https://orcid.org/0000-0002-1825-0097', ['page:orcid.org/0000-0002-1825-0097']],
  ['links', 'https://anna.example.com', []],
  ['links', 'not a link', []],
])('of %s %s are %j', (field, value, keys) => {
  expect(personKeys(parsedDocument('text', { [field]: [value] }).profile)).toEqual(keys);
});
