import { listPresets, presets } from '../../../../cli/commands/presets';
import { PRESET_NAMES } from '../../../../experiments/presets';

afterEach(() => jest.restoreAllMocks());

it('says of every preset what it is, how long it takes and its peak', () => {
  const all = listPresets();
  expect(all.map(({ name }) => name)).toEqual(PRESET_NAMES);
  for (const { description } of all) expect(description).toMatch(/^[A-Z]/);
  expect(all.find(({ name }) => name === 'smoke')).toEqual({
    name: 'smoke',
    description: 'One minute, for tests',
    driver: 'k6',
    seconds: 60,
    peak: 30,
    unit: '/s',
  });
  expect(all.find(({ name }) => name === 'staged')).toMatchObject({ peak: 1200, unit: 'users', seconds: 14 * 60 });
});

it('prints them as columns', () => {
  const said: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  presets({ json: false });
  expect(said.join()).toMatch(/^smoke\s+k6\s+1:00\s+30\/s\s+One minute, for tests$/m);
  expect(said.join()).toMatch(/^quick\s+k6\s+3:50\s+200 users\s/m);
});
