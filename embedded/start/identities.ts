import { endpointOf, type Plan } from '../context';
import { controlPlaneCertificates, nodeCertificates, type CertificateRequest } from '../pki/certificates';
import { certificateFile, ensureCertificates, keyFile } from '../pki/store';
import { nodeAddress, type Addresses } from '../plan/addresses';
import { kubeconfig } from '../plan/kubeconfig';
import { files, kubeconfigFile, type Layout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import type { NodeRecord } from '../record';
import { writeIfChanged } from '../system/files';

/** Makes keys, certificates and the kubeconfigs that name them. */
export async function ensureIdentities({ layout, addresses, record }: Plan): Promise<void> {
  const pki = files.pki(layout);
  await ensureCertificates(pki, [
    ...controlPlaneCertificates(addresses.gateway, addresses.kubernetes),
    ...record.nodes.flatMap((node) => certificatesOf(addresses, node)),
  ]);
  for (const who of ['controller-manager', 'scheduler', 'proxy']) writeKubeconfig(layout, addresses, who, who);
  for (const node of record.nodes) writeKubeletConfig(layout, addresses, node);
}

type Named = Pick<NodeRecord, 'index' | 'name'>;

const certificatesOf = ({ block }: Addresses, { index, name }: Named): CertificateRequest[] =>
  nodeCertificates(`n${index}`, name, nodeAddress(block, index));

function writeKubeconfig(layout: Layout, addresses: Addresses, who: string, certificate: string): void {
  const pki = files.pki(layout);
  const identity = {
    caFile: certificateFile(pki, 'ca'),
    certificateFile: certificateFile(pki, certificate),
    keyFile: keyFile(pki, certificate),
  };
  writeIfChanged(kubeconfigFile(layout, who), kubeconfig(layout.name, endpointOf(addresses), identity));
}

const writeKubeletConfig = (layout: Layout, addresses: Addresses, { index }: Named): void =>
  writeKubeconfig(layout, addresses, nodeServiceNames(index).kubelet, `n${index}-client`);

/** Makes the keys, certificates and the kubeconfig of one more node of a cluster that has its own. */
export async function ensureNodeIdentity(layout: Layout, addresses: Addresses, node: Named): Promise<void> {
  await ensureCertificates(files.pki(layout), certificatesOf(addresses, node));
  writeKubeletConfig(layout, addresses, node);
}
