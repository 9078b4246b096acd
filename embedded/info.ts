import { readFileSync } from 'node:fs';

import { knownNames } from './claims';
import { endpointOf, layoutFor } from './context';
import { addressesOf, nodeAddress } from './plan/addresses';
import { kubeconfig } from './plan/kubeconfig';
import { files, type Layout } from './plan/layout';
import { certificateFile, keyFile } from './pki/store';
import { readRecord, type ClusterRecord } from './record';
import { validateName } from './spec';
import type { ClusterInfo } from './types';

/** What is known of a cluster whose keys are there. */
export function infoOf(layout: Layout, record: ClusterRecord): ClusterInfo {
  const pki = files.pki(layout);
  const endpoint = endpointOf(addressesOf(record.block));
  const read = (path: string): string => readFileSync(path, 'utf8');
  return {
    name: record.name,
    endpoint,
    addresses: Object.fromEntries(record.nodes.map(({ name, index }) => [name, nodeAddress(record.block, index)])),
    stateDir: layout.state,
    kubeconfig: kubeconfig(record.name, endpoint, {
      ca: read(certificateFile(pki, 'ca')),
      certificate: read(certificateFile(pki, 'admin')),
      key: read(keyFile(pki, 'admin')),
    }),
  };
}

/** Record of a cluster that has been started; an error when there is none. */
export function existingRecord(name: string): { layout: Layout; record: ClusterRecord } {
  validateName(name);
  const layout = layoutFor(name);
  const record = readRecord(layout);
  if (record?.phase === 'started') return { layout, record };
  const others = knownNames();
  throw new Error(
    `there is no cluster "${name}"; ${others.length > 0 ? `there are: ${others.join(', ')}` : 'there is none on this machine'}`,
  );
}

/** What is known of a cluster, running or not. */
export function info(name: string): Promise<ClusterInfo> {
  return Promise.resolve().then(() => {
    const { layout, record } = existingRecord(name);
    return infoOf(layout, record);
  });
}

/** Names of the clusters that are there: this user's, and all that run on this machine. */
export const list = (): Promise<string[]> => Promise.resolve(knownNames());
