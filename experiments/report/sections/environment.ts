import { loadHost } from '../../load/address';
import { formatNumber } from '../../slis/units';
import type { Result } from '../../types';
import { type Html, html } from '../html';

/** What the run happened on. */
export function environmentSection({ environment, window, target }: Result): Html {
  const { kubernetes, loadGenerator, host, nodes } = environment;
  const entries: readonly (readonly [string, string])[] = [
    ['Kubernetes', kubernetes ?? 'unknown'],
    ['Load generator', loadGenerator ?? 'unknown'],
    ['Host', `${host.cpus} CPUs, ${formatNumber(host.memoryBytes / 2 ** 30)} GiB, Node.js ${host.node}`],
    ...nodes.map(
      (node) =>
        [
          `Node ${node.name}`,
          `${node.cpu} CPU, ${node.memory}; kubelet ${node.kubelet}, ${node.runtime}, kernel ${node.kernel}`,
        ] as const,
    ),
    [
      'Workload',
      `${target.workload.namespace}/${target.workload.deployment}, service ${target.workload.service}:${target.workload.port}`,
    ],
    ['Load sent to', loadHost(target)],
    ['Measured window', window.measuredFrom === null ? 'none' : `${window.measuredFrom} to ${window.measuredTo}`],
    ['Observed until', window.observedTo ?? 'unknown'],
  ];
  return html`<section id="environment">
    <h2>Environment</h2>
    <dl>
      ${entries.map(
        ([term, text]) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>
  </section>`;
}
