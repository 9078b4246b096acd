import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageRecipes } from '../../../../toolchain/images/recipes';
import type { Ready } from '../../../../toolchain/parts/types';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'generators-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const ready = (dir: string): Ready => ({
  dir,
  manifest: { part: '', key: '', version: '', origin: '', made: '', seconds: 0, facts: {}, files: {} },
});

/** Paths and modes in the image, made from parts with these files. */
async function contents(name: 'locust' | 'siege', files: readonly string[]): Promise<Record<string, string>> {
  for (const path of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  const { needs, layers } = imageRecipes[name];
  const all = await layers(Object.fromEntries(needs.map((part) => [part.name, ready(join(folder, part.name))])));
  return Object.fromEntries(
    all.flat().map((entry) => [entry.path, 'mode' in entry ? (entry.mode ?? 0).toString(8) : '']),
  );
}

test("Locust's image has Python, Locust where that looks for it, and nothing that is for building or testing", async () => {
  const image = await contents('locust', [
    'python/bin/python3.11',
    'python/lib/libssl.so.3',
    'python/stdlib/os.py',
    'python/stdlib/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so',
    'python/stdlib/test/regrtest.py',
    'locust/site/locust/main.py',
    'locust/site/locust/webui/index.html',
    'locust/site/gevent/libev/corecext.pyx',
    'locust/site/gevent/tests/test__all__.py',
    'locust/site/pyzmq.libs/libzmq-1.so.5',
  ]);
  expect(image).toMatchObject({
    'usr/bin/python3.11': '755',
    'usr/lib/python3.11/os.py': '644',
    'usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so': '755',
    'usr/lib/python3/dist-packages/locust/main.py': '644',
    'usr/lib/python3/dist-packages/locust/webui/index.html': '644',
    'usr/lib/python3/dist-packages/pyzmq.libs/libzmq-1.so.5': '755',
  });
  const paths = Object.keys(image).join('\n');
  expect(paths).toMatch(/^usr\/lib\/.*\/libssl\.so\.3$/m);
  expect(paths).toMatch(/ld-linux/);
  expect(paths).not.toMatch(/regrtest|corecext|test__all__/);
  expect(imageRecipes.locust.entrypoint).toEqual(['/usr/bin/python3.11', '-m', 'locust']);
});

test("siege's image has the program and its libraries", async () => {
  const image = await contents('siege', ['siege/bin/siege', 'siege/lib/libcrypto.so.3']);
  expect(image['usr/bin/siege']).toBe('755');
  expect(Object.keys(image).join('\n')).toMatch(/^usr\/lib\/.*\/libcrypto\.so\.3$/m);
});
