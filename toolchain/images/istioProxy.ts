import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { istio } from '../../stacks/versions';
import { debianPart } from '../parts/debian';
import { goPart } from '../parts/go';
import { wheelPart } from '../parts/wheel';
import { architecture } from '../system';
import { cppLibraries, dirOf, glibc, runtime, type ImageRecipe } from './recipe';

const agent = goPart('istio');
const envoy = wheelPart('envoy');
const iptables = debianPart('iptables');

/** Names that the agent calls iptables by. */
const commands = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/** Istio's proxy as its Dockerfile.proxyv2 makes it, with Envoy as Envoy releases it: without Istio's own filters. */
export const istioProxy: ImageRecipe = {
  version: istio.release,
  origin: `${agent.origin}, ${envoy.origin}, ${iptables.origin}`,
  entrypoint: ['/usr/local/bin/pilot-agent'],
  env: [`PATH=${['local/sbin', 'local/bin', 'sbin', 'bin'].map((folder) => `/usr/${folder}`).join(':')}`],
  needs: [agent, envoy, iptables, glibc],
  layers: async (needs) => {
    const { triplet } = architecture();
    const library = join(dirOf(needs, iptables), 'lib');
    const files = await readdir(library, { recursive: true });
    return [
      [
        ...runtime(needs, cppLibraries),
        ...files
          .filter((path) => /\.so(\.\d+)?$/.test(path))
          .map((path) => ({ path: `usr/lib/${triplet}/${path}`, file: join(library, path), mode: 0o755 })),
        {
          path: 'usr/sbin/xtables-nft-multi',
          file: join(dirOf(needs, iptables), 'libexec/xtables-nft-multi'),
          mode: 0o755,
        },
        ...commands.map((name) => ({ path: `usr/sbin/${name}`, link: 'xtables-nft-multi' })),
      ],
      [{ path: 'usr/local/bin/envoy', file: join(dirOf(needs, envoy), 'bin/envoy'), mode: 0o755 }],
      [
        { path: 'usr/local/bin/pilot-agent', file: join(dirOf(needs, agent), 'bin/pilot-agent'), mode: 0o755 },
        {
          path: 'var/lib/istio/envoy/envoy_bootstrap_tmpl.json',
          file: join(dirOf(needs, agent), 'share/envoy_bootstrap.json'),
          mode: 0o644,
        },
      ],
    ];
  },
};
