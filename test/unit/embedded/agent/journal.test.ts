import { appendFileSync, readFileSync, statSync } from 'node:fs';

import { openJournal, parseJournal, readJournal, type Entry } from '../../../../embedded/agent/journal';
import { files } from '../../../../embedded/plan/layout';
import { layoutIn, scratch } from '../scratch';

const entry = (node: string, more = {}): Entry => ({
  time: '2026-11-24T01:00:00.000Z',
  event: 'claimed',
  node,
  uid: `uid-${node}`,
  ...more,
});

let folder: ReturnType<typeof scratch>;
beforeEach(() => (folder = scratch()));
afterEach(() => folder.remove());

it('is empty where there was no agent', () => expect(readJournal(layoutIn(folder.dir))).toEqual([]));

it('has one line for each event, with all that is said of it, and is its owner’s', () => {
  const layout = layoutIn(folder.dir);
  openJournal(layout)(entry('a', { cpu: 1.5 }));
  openJournal(layout)(entry('b'));
  expect(readJournal(layout)).toEqual([entry('a', { cpu: 1.5 }), entry('b')]);
  expect(readFileSync(files.journal(layout), 'utf8').split('\n')).toHaveLength(3);
  expect(statSync(files.journal(layout)).mode & 0o777).toBe(0o600);
});

it('goes on after a line that a crash cut off', () => {
  const layout = layoutIn(folder.dir);
  openJournal(layout)(entry('a'));
  appendFileSync(files.journal(layout), '{"time":"2026-1');
  openJournal(layout)(entry('b'));
  expect(readJournal(layout).map(({ node }) => node)).toEqual(['a', 'b']);
});

it('passes over what is no event', () => expect(parseJournal('{"event":"other"}\n\n[]')).toEqual([]));
