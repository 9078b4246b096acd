import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectDir } from '../../../toolchain/paths';

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(projectDir, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (page: string): string => readFileSync(join(projectDir, page), 'utf8');

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): Set<string> {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(projectDir, target))) return true;
    return anchor !== undefined && !anchors(target).has(anchor);
  });
  expect(broken).toEqual([]);
});

const FOLDERS = 'apps|bench|cli|components|dashboards|docs|embedded|experiments|plugins|stacks|test|toolchain';

test.each(pages)('every file of the project that %s names is there', (page) => {
  const named = [...read(page).matchAll(new RegExp(`(?<![\\w/.])((?:${FOLDERS})/[\\w./*-]+)`, 'g'))];
  // What stands for several (`*`, a name in capitals) is taken up to its folder.
  const paths = named.map(([, path = '']) => path.replace(/\.+$/, '').replace(/\/[^/]*(\*|\b[A-Z]{2,}\b).*/, ''));
  // Without an ending it is a module, or a folder.
  const missing = paths.filter((path) => ['', '.ts'].every((ending) => !existsSync(join(projectDir, path + ending))));
  expect(missing).toEqual([]);
});
