import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '../../../stacks/versions';
import { projectDir } from '../../../toolchain/paths';

const docs = join(projectDir, 'docs');
const rows = readdirSync(docs)
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) => readFileSync(join(docs, page), 'utf8').split('\n'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test.each(Object.values(charts))('a table of docs has the chart $chart with its version', ({ chart, version }) => {
  const versions = rows.filter(([, name = '']) => name.includes(`\`${chart}\``)).map(([, , pinned]) => pinned);
  expect(versions).toContain(version.replace(/^v/, ''));
});
