import { execFileSync } from 'node:child_process';

import { authorities, controlPlaneCertificates, nodeCertificates } from '../../../../embedded/pki/certificates';
import { addressesOf } from '../../../../embedded/plan/addresses';
import {
  controlPlane,
  controlPlaneNames,
  nodeServiceNames,
  nodeServices,
  serviceDir,
  type Service,
} from '../../../../embedded/plan/services';
import type { NodeRecord } from '../../../../embedded/record';
import { layoutIn, parts, record } from '../scratch';

const layout = layoutIn('/demo');
const addresses = addressesOf(70);
const [, load] = record.nodes as [NodeRecord, NodeRecord];
const context = {
  layout,
  node: load,
  addresses,
  machine: { cores: 8, memory: 16 * 1024 ** 3 },
  pauseImage: 'testbed.local/pause:1',
  cniPluginsDir: '/parts/cni',
};

const control = controlPlane(layout, addresses, parts);
const ofNode = nodeServices(context, parts.tools, '/cg/autoscaling-testbed/demo/n3', '/tools:/bin');

/** A service's flags by name. */
function flagsOf(services: readonly Service[], name: string): Record<string, string> {
  const service = services.find((each) => each.name === name);
  if (!service) throw new Error(`there is no service ${name}`);
  return Object.fromEntries(
    service.command.flatMap((word) => {
      const [, flag, value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
      return flag === undefined || value === undefined ? [] : [[flag, value]];
    }),
  );
}

describe('serviceDir', () => {
  it("puts a node's services where the node's supervisor looks, and its supervisor where the cluster's does", () => {
    expect(serviceDir(layout, 'etcd')).toBe('/demo/state/service/etcd');
    expect(serviceDir(layout, 'n12')).toBe('/demo/state/service/n12');
    expect(serviceDir(layout, 'n12-kube-proxy')).toBe('/demo/state/nodes/n12/service/kube-proxy');
  });
});

describe('control plane', () => {
  it('starts in order, each in the group of the control plane', () => {
    expect(control.map(({ name }) => name)).toEqual(controlPlaneNames);
    expect(new Set(control.map(({ group }) => group))).toEqual(new Set(['autoscaling-testbed/demo/control']));
  });

  it('serves on the bridge, and only to who shows a certificate', () => {
    expect(flagsOf(control, 'kube-apiserver')).toMatchObject({
      'bind-address': '10.70.0.1',
      'advertise-address': '10.70.0.1',
      'secure-port': '6443',
      'service-cluster-ip-range': '10.70.16.0/20',
      'anonymous-auth': 'false',
      'authorization-mode': 'Node,RBAC',
      'enable-admission-plugins': 'NodeRestriction',
      'client-ca-file': '/demo/state/pki/ca.crt',
    });
    expect(flagsOf(control, 'etcd')).toMatchObject({
      'listen-client-urls': 'https://127.0.0.1:2379',
      'client-cert-auth': 'true',
      'trusted-ca-file': '/demo/state/pki/etcd-ca.crt',
      'peer-client-cert-auth': 'true',
    });
  });

  it('keeps its other ports to its own network namespace', () => {
    for (const name of ['kube-controller-manager', 'kube-scheduler'])
      expect(flagsOf(control, name)).toMatchObject({ 'bind-address': '127.0.0.1' });
  });

  it('trusts as proxy of an API extension only who has the certificate made for that', () => {
    const front = controlPlaneCertificates('10.70.0.1', '10.70.16.1').find(({ issuer }) => issuer === 'front-proxy-ca');
    expect(flagsOf(control, 'kube-apiserver')).toMatchObject({
      'requestheader-client-ca-file': '/demo/state/pki/front-proxy-ca.crt',
      'requestheader-allowed-names': front?.commonName,
      'proxy-client-cert-file': `/demo/state/pki/${front?.file}.crt`,
    });
  });

  it('reads no other keys and certificates than are made', () => {
    const made = [
      ...controlPlaneCertificates('10.70.0.1', '10.70.16.1').map(({ file }) => file),
      ...nodeCertificates('n3', 'load', '10.70.0.13').map(({ file }) => file),
      ...authorities,
    ].flatMap((file) => [`${file}.crt`, `${file}.key`]);
    const words = [...control, ...ofNode].flatMap(({ command, files = {} }) => [...command, ...Object.values(files)]);
    const read = words.flatMap((word) =>
      [...word.matchAll(/\/pki\/([\w.-]+\.(?:crt|key|pub))/g)].map(([, file]) => file),
    );
    expect(read).toEqual(expect.arrayContaining(['apiserver.crt', 'etcd-peer.key', 'n3-server.key']));
    expect(read.filter((file) => ![...made, 'sa.key', 'sa.pub'].includes(file ?? ''))).toEqual([]);
    // Who has an authority's key can be anyone.
    expect(read.filter((file) => authorities.some((authority) => file === `${authority}.key`))).toEqual([]);
  });
});

describe("a node's services", () => {
  it('are its supervisor, and what that one runs with its own helpers', () => {
    expect(ofNode.map(({ name, dir, env }) => [name, dir, env?.['PATH']])).toEqual([
      ['n3', '/demo/state/service/n3', undefined],
      ['n3-containerd', '/demo/state/nodes/n3/service/containerd', '/tools:/bin'],
      ['n3-kubelet', '/demo/state/nodes/n3/service/kubelet', '/tools:/bin'],
      ['n3-kube-proxy', '/demo/state/nodes/n3/service/kube-proxy', '/tools:/bin'],
    ]);
    expect(ofNode.map(({ name }) => name)).toEqual(Object.values(nodeServiceNames(3)));
  });

  it("are beside the pods' group, so that pods get all of it", () => {
    expect(new Set(ofNode.map(({ group }) => group))).toEqual(new Set(['autoscaling-testbed/demo/n3/system']));
  });

  it('register the node with its name, address and labels', () => {
    expect(flagsOf(ofNode, 'n3-kubelet')).toMatchObject({
      'hostname-override': 'load',
      'node-ip': '10.70.0.13',
      kubeconfig: '/demo/state/config/n3-kubelet.kubeconfig',
      'node-labels': 'testbed/role=load,testbed/zone=a',
    });
    const [app] = record.nodes as [NodeRecord];
    expect(flagsOf(nodeServices({ ...context, node: app }, parts.tools, '/cg', ''), 'n1-kubelet')).not.toHaveProperty(
      'node-labels',
    );
  });

  it('see folders of the node as /run, /var/lib and /var/log', () => {
    const [supervisor] = ofNode;
    expect(supervisor?.command.slice(0, -1)).toEqual('unshare --mount --net --propagation slave sh -c'.split(' '));
    expect(supervisor?.command.at(-1)?.split(' && ')).toEqual([
      'mount --bind /demo/state/nodes/n3/lib /var/lib',
      'mount --bind /demo/state/nodes/n3/log /var/log',
      'mount --bind /demo/run/n3 /run',
      'exec /tools/runsvdir -P /demo/state/nodes/n3/service',
    ]);
  });

  it('start with what is left of earlier ones ended', () => {
    const [line = ''] = ofNode[0]?.before ?? [];
    expect(line).toContain('find /cg/autoscaling-testbed/demo/n3 -name cgroup.procs');
    expect(() => execFileSync('sh', ['-n', '-c', line])).not.toThrow();
  });
});
