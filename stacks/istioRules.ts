import type { Mesh } from '../components/addons/istio/mesh';
import type { AddonName } from '../components/addons/names';
import { mayProvide, type TargetName } from '../components/cluster/settings';
import type { Problem } from './problems';
import { uninstallable } from './targetRules';

/** What the key `istio` says against the target, the variant or itself. */
export function meshProblems(
  target: TargetName,
  mesh: Mesh,
  variant: string,
  required: readonly AddonName[],
): Problem[] {
  const { mode, gateway, loadThroughGateway, revision } = mesh;
  const problem = (key: keyof Mesh, allowed: string): Problem => ({ path: `istio.${key}`, value: mesh[key], allowed });
  return [
    ...(required.includes('istio') && mode !== 'sidecar'
      ? [
          problem(
            'mode',
            `${variant} needs sidecar: only a proxy before each pod counts the pod's own requests (ztunnel of ambient counts connections)`,
          ),
        ]
      : []),
    // The variant's own problem says it as well.
    ...(mode !== 'none' && !required.includes('istio') ? uninstallable(target, 'istio.mode', mode, 'istio') : []),
    ...(mode === 'ambient' ? uninstallable(target, 'istio.mode', mode, 'istio-ambient') : []),
    ...(mode === 'none' && gateway ? [problem('gateway', 'needs istio.mode sidecar or ambient')] : []),
    ...(loadThroughGateway && !gateway
      ? [problem('loadThroughGateway', 'needs a gateway that the load can go through: set istio.gateway to true')]
      : []),
    ...(revision !== undefined && !mayProvide.includes(target)
      ? [
          problem(
            'revision',
            `names one of an Istio that is installed already, and on cluster "${target}" the testbed installs its own; remove it`,
          ),
        ]
      : []),
    ...(mode !== 'sidecar' && revision !== undefined
      ? [problem('revision', 'only with istio.mode sidecar: the node proxies of ambient have none')]
      : []),
  ];
}
