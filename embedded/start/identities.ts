import { endpointOf, type Plan } from '../context';
import { controlPlaneCertificates, nodeCertificates } from '../pki/certificates';
import { certificateFile, ensureCertificates, keyFile } from '../pki/store';
import { nodeAddress } from '../plan/addresses';
import { kubeconfig } from '../plan/kubeconfig';
import { files, kubeconfigFile } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import { writeIfChanged } from '../system/files';

/** Makes keys, certificates and the kubeconfigs that name them. */
export async function ensureIdentities({ layout, addresses, record }: Plan): Promise<void> {
  const pki = files.pki(layout);
  await ensureCertificates(pki, [
    ...controlPlaneCertificates(addresses.gateway, addresses.kubernetes),
    ...record.nodes.flatMap(({ index, name }) => nodeCertificates(`n${index}`, name, nodeAddress(record.block, index))),
  ]);
  const write = (who: string, certificate: string): void => {
    const identity = {
      caFile: certificateFile(pki, 'ca'),
      certificateFile: certificateFile(pki, certificate),
      keyFile: keyFile(pki, certificate),
    };
    writeIfChanged(kubeconfigFile(layout, who), kubeconfig(record.name, endpointOf(addresses), identity));
  };
  for (const who of ['controller-manager', 'scheduler', 'proxy']) write(who, who);
  for (const { index } of record.nodes) write(nodeServiceNames(index).kubelet, `n${index}-client`);
}
