import { jestTotals, lastLine } from '../../../cli/totals';

function report(passed: number, failed: number, broken: number): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numRuntimeErrorTestSuites: broken,
    testResults: [
      {
        name: '/project/a.test.ts',
        status: failed > 0 ? 'failed' : 'passed',
        assertionResults: [
          { fullName: 'one', status: 'passed' },
          ...(failed > 0 ? [{ fullName: 'two', status: 'failed' }] : []),
        ],
      },
      ...(broken > 0 ? [{ name: '/project/b.test.ts', status: 'failed', assertionResults: [] }] : []),
    ],
  });
}

test('what passed and what failed, by name', () => {
  expect(jestTotals(report(1, 0, 0), 0, '/project')).toEqual({ passed: 1, failed: 0, failures: [] });
  expect(jestTotals(report(1, 1, 0), 1, '/project')).toEqual({ passed: 1, failed: 1, failures: ['a.test.ts: two'] });
});

test('a file that cannot be run is a failure', () => {
  expect(jestTotals(report(1, 0, 1), 1, '/project')).toEqual({
    passed: 1,
    failed: 1,
    failures: ['b.test.ts: could not be run'],
  });
});

test('a jest that dies is a failure, with or without a report', () => {
  expect(jestTotals(undefined, 137, '/project')).toMatchObject({ passed: 0, failed: 1 });
  expect(jestTotals(report(1, 0, 0), 1, '/project')).toMatchObject({ passed: 1, failed: 1 });
});

test('the last line is the sum', () => {
  expect(lastLine([])).toBe('0 passed, 0 failed');
  expect(
    lastLine([
      { passed: 2, failed: 0 },
      { passed: 1, failed: 1 },
    ]),
  ).toBe('3 passed, 1 failed');
});
