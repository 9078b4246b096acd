import { stringify } from 'yaml';
import { ROLE, systemTaint } from '../roles';
import type { KindSettings } from './settings';

const LOOPBACK = '127.0.0.1';

/**
 * kind's configuration: a control plane, nodes for the application, and one for the platform and the load generator, which also takes what
 * comes to the ports of this machine.
 * @param appNodes number of nodes for the application
 * @param nodePort the NodePort that Prometheus has
 */
export function kindConfig({ nodeImage, ports }: KindSettings, appNodes: number, nodePort: number) {
  const port = (containerPort: number, hostPort: number) => ({
    containerPort,
    hostPort,
    listenAddress: LOOPBACK,
    protocol: 'TCP',
  });
  const image = { image: nodeImage };
  return {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    // kind's default, and what this is about: nothing is to be reached from outside this machine.
    networking: { apiServerAddress: LOOPBACK },
    nodes: [
      { role: 'control-plane', ...image },
      ...Array.from({ length: appNodes }, () => ({ role: 'worker', ...image, labels: { [ROLE]: 'app' } })),
      {
        role: 'worker',
        ...image,
        labels: { [ROLE]: 'system', 'ingress-ready': 'true' },
        extraPortMappings: [port(80, ports.http), port(443, ports.https), port(nodePort, ports.prometheus)],
        kubeadmConfigPatches: [stringify({ kind: 'JoinConfiguration', nodeRegistration: { taints: [systemTaint] } })],
      },
    ],
  };
}

/** Longest name with which the nodes' host names always work (kind warns from there on). */
const LONGEST = 50;

/** Name of the stack's cluster: kind takes lower case, digits, "." and "-". */
export function kindName(stack: string): string {
  const name = `testbed-${stack.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-')}`;
  if (name.length > LONGEST)
    throw new Error(`stack "${stack}": for a kind cluster its name has at most ${LONGEST - 8} characters`);
  return name;
}
