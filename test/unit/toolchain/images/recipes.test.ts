import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageRecipes } from '../../../../toolchain/images/recipes';
import { neededParts, optionalImages, optionalParts } from '../../../../toolchain/needed';
import type { Ready } from '../../../../toolchain/parts/types';

const made = (dir: string): Ready => ({
  dir,
  manifest: { part: '', key: '', version: '', origin: '', made: '', seconds: 0, facts: {}, files: {} },
});

/** Of more than one program or file; each has a test of its own. */
const larger: readonly string[] = ['istio-proxy', 'locust', 'siege'];

test.each(optionalImages.filter((name) => !larger.includes(name)))(
  '%s has the program that it starts',
  async (name) => {
    const { entrypoint, needs, layers } = imageRecipes[name];
    const ready = Object.fromEntries(needs.map((part) => [part.name, made(`/parts/${part.name}`)]));
    const [program, ...others] = (await layers(ready)).flat();
    expect(others).toEqual([]);
    expect(`/${program?.path}`).toBe(entrypoint[0]);
    expect(program).toMatchObject({
      mode: 0o755,
      file: expect.stringMatching(/^\/parts\/[a-z-]+\/bin\/[a-z_-]+$/) as string,
    });
  },
);

test("Istio's proxy has the agent, Envoy with its bootstrap, and iptables by every name that the agent calls", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-'));
  mkdirSync(join(folder, 'lib/xtables'), { recursive: true });
  for (const name of ['libmnl.so.0', 'xtables/libxt_REDIRECT.so', 'README'])
    writeFileSync(join(folder, 'lib', name), '');
  const { needs, layers, env } = imageRecipes['istio-proxy'];
  const ready = Object.fromEntries(
    needs.map((part) => [part.name, made(part.name === 'iptables' ? folder : `/parts/${part.name}`)]),
  );
  const entries = (await layers(ready)).flat();
  rmSync(folder, { recursive: true });
  const paths = entries.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'usr/local/bin/pilot-agent',
      'usr/local/bin/envoy',
      'var/lib/istio/envoy/envoy_bootstrap_tmpl.json',
      'usr/sbin/xtables-nft-multi',
    ]),
  );
  expect(
    paths.filter((path) => path.endsWith('/libmnl.so.0') || path.endsWith('/xtables/libxt_REDIRECT.so')),
  ).toHaveLength(2);
  expect(paths.some((path) => path.endsWith('README'))).toBe(false);
  const links = entries.flatMap((entry) => ('link' in entry ? [entry.path] : []));
  expect(links.map((path) => path.replace('usr/sbin/', ''))).toEqual([
    'iptables',
    'iptables-save',
    'iptables-restore',
    'ip6tables',
    'ip6tables-save',
    'ip6tables-restore',
  ]);
  expect(env).toEqual(['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin']);
});

// prometheus-operator starts it in the pods that it makes, by this path.
test('the config reloader is where the operator looks for it', () => {
  expect(imageRecipes['prometheus-config-reloader'].entrypoint).toEqual(['/bin/prometheus-config-reloader']);
});

test('programs of one module are built once', () => {
  const parts = (['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'] as const).flatMap(
    (name) => imageRecipes[name].needs,
  );
  expect(new Set(parts.map(({ name }) => name))).toEqual(new Set(['vpa']));
});

test('set-up makes nothing that only an add-on needs', () => {
  const needed = new Set(neededParts().map(({ name }) => name));
  expect(optionalParts().filter(({ name }) => needed.has(name))).toEqual([]);
  expect(optionalImages).toHaveLength(16);
});
