import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Exit } from '../../../cli/errors';
import { findRun } from '../../../cli/runs';
import { analyse } from '../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../fixtures/recording';

const project = mkdtempSync(join(tmpdir(), 'runs-'));
const folder = (...path: string[]) => join(project, 'results', 'dev', ...path);
const ids = ['20260101-000000-aaaa', '20260102-000000-bbbb'];

beforeAll(() => {
  for (const id of ids) {
    mkdirSync(folder(id), { recursive: true });
    const result = analyse(buildRecording('fixed'), spec, target('fixed'), { ...meta, id });
    writeFileSync(folder(id, 'result.json'), JSON.stringify(result));
  }
  // Under way, or lost: without a result.
  mkdirSync(folder('20260103-000000-cccc'));
});
afterAll(() => rmSync(project, { recursive: true }));

it.each([
  ['the last that has a result', undefined, ids[1]],
  ['an id', ids[0], ids[0]],
  ['a folder', folder(ids[0]!), ids[0]],
  ['a file in it', folder(ids[0]!, 'result.json'), ids[0]],
])('finds a run by %s', (_, named, id) => {
  const { result, directory } = findRun(project, 'dev', named);
  expect(result.id).toBe(id);
  expect(directory).toBe(folder(id!));
});

it.each([
  ['dev', 'nope', `There is no result of the run nope. Runs in results/dev: ${ids.join(', ')}.`],
  ['dev', '20260103-000000-cccc', 'There is no result of the run'],
  ['other', undefined, 'There is no run of the stack other. Runs in results/other: none: npm run up makes one.'],
])('says which runs of %s there are when there is no %s', (stack, named, message) => {
  expect(() => findRun(project, stack, named)).toThrow(message);
  expect(() => findRun(project, stack, named)).toThrow(Exit);
});
