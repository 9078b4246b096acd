import { valueText } from '../report/table';
import type { Result } from '../types';
import { objective } from '../verdict';

/**
 * A run for CI systems: JUnit's XML, one test case for each objective and one for the validity of the run. (The format has no standard; this is what
 * Jenkins' and GitLab's readers take.)
 */
export function junit(result: Result): string {
  const { id, stack, startedAt, endedAt, spec, target, slos, verdict, reasons } = result;
  const invalid = verdict === 'invalid';
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const cases = slos.map(({ sli, min, max, pass }) => {
    const found = result.slis[sli];
    const name = `${sli} ${objective({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) }, found?.unit ?? '')}`;
    const value = found === undefined ? 'unknown' : valueText(found);
    // An objective of an invalid run is neither met nor missed.
    if (invalid || pass === null) return testCase(name, '<skipped message="the run is invalid"/>');
    return testCase(name, pass ? undefined : `<failure message="${escaped(`${sli} is ${value}`)}"/>`);
  });
  const valid = testCase('the run is valid', invalid ? `<error message="${escaped(reasons.join(' '))}"/>` : undefined);
  const failures = invalid ? 0 : slos.filter(({ pass }) => pass === false).length;
  const skipped = slos.filter(({ pass }) => invalid || pass === null).length;
  const counts = `tests="${cases.length + 1}" failures="${failures}" errors="${invalid ? 1 : 0}" skipped="${skipped}"`;
  const suite = escaped(`${target.autoscaler.name} on ${spec.name}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds}">`,
    `  <testsuite name="${suite}" ${counts} time="${seconds}" timestamp="${startedAt}" id="${escaped(`${stack}/${id}`)}">`,
    ...[valid, ...cases].map((line) => `    ${line}`),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');

  function testCase(name: string, content?: string): string {
    const start = `<testcase classname="${escaped(`autoscaling-testbed.${stack}`)}" name="${escaped(name)}"`;
    return content === undefined ? `${start}/>` : `${start}>${content}</testcase>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!)
    // XML 1.0 has no such characters, not even escaped.
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
