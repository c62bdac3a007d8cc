import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { exportName } from '../../scripts/new-check.ts';
import type { Check } from '../../src/doctor/check.ts';
import { CATALOGUE } from './catalogue.ts';

/** What a check at `area/id` lacks; empty where it is whole. */
export function missingParts(check: Check | undefined, file: string, root: string): string[] {
  const [area = '', id = ''] = file.split('/');
  if (check === undefined) return [`${file}.ts exports no const ${exportName(id)}`];
  return [
    ...(check.id === id ? [] : [`its id is ${check.id}, its file ${id}.ts`]),
    ...(check.area === area ? [] : [`its area is ${check.area}, its folder ${area}`]),
    ...(CATALOGUE.has(check.id) ? [] : [`${check.id} is not in test/doctor/catalogue.ts`]),
    ...(['title', 'why', 'repair', 'source'] as const)
      .filter((part) => check[part].trim().length < 10)
      .map((part) => `${part} is empty`),
    ...logFaults(check),
    ...testFaults(join(root, 'test/doctor/checks', area, `${id}.test.ts`), exportName(id)),
  ];
}

function logFaults({ logs = [] }: Check): string[] {
  const names = logs.map(({ name }) => name);
  return [
    ...(new Set(names).size === names.length ? [] : ['two log patterns have one name']),
    ...logs.flatMap(({ name, literal, pattern }) => [
      ...(/^[ -~]{8,}$/.test(literal) ? [] : [`the literal of ${name} is no ASCII of 8 characters or more`]),
      ...(pattern?.global === true || pattern?.sticky === true
        ? [`the pattern of ${name} keeps a state (flag g or y)`]
        : []),
    ]),
  ];
}

/** Looks at the test as written, so that one that is empty or skipped counts as missing. */
function testFaults(file: string, name: string): string[] {
  if (!existsSync(file)) return ['there is no test'];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const cases = source.statements.flatMap((statement) => casesOf(statement, name));
  if (cases.length === 0) return [`its test never calls testCheck(${name}, {…})`];
  return ['sick', 'healthy']
    .filter((kind) => !cases.some((one) => hasCases(one, kind)))
    .map((kind) => `its test has no ${kind} case`);
}

/** The second argument of `testCheck(name, {…})` where that is a statement of the file itself. */
function casesOf(statement: ts.Statement, name: string): ts.ObjectLiteralExpression[] {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return [];
  const { expression, arguments: given } = statement.expression;
  const [check, cases] = given;
  const calls = ts.isIdentifier(expression) && expression.text === 'testCheck';
  const same = check !== undefined && ts.isIdentifier(check) && check.text === name;
  return calls && same && cases !== undefined && ts.isObjectLiteralExpression(cases) ? [cases] : [];
}

function hasCases(cases: ts.ObjectLiteralExpression, kind: string): boolean {
  return cases.properties.some(
    (property) =>
      ts.isPropertyAssignment(property) &&
      ts.isIdentifier(property.name) &&
      property.name.text === kind &&
      ts.isArrayLiteralExpression(property.initializer) &&
      property.initializer.elements.length > 0,
  );
}
