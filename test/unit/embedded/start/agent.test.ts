import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { files, type Layout } from '../../../../embedded/plan/layout';
import { agentName, serviceDir } from '../../../../embedded/plan/services';
import { agentNodes, removeAgent } from '../../../../embedded/start/agent';
import { logFolder } from '../../../../embedded/system/services';
import { layoutIn, scratch } from '../scratch';

let folder: ReturnType<typeof scratch>;
let layout: Layout;
beforeEach(() => {
  folder = scratch();
  layout = layoutIn(folder.dir);
});
afterEach(() => folder.remove());

const { signal } = new AbortController();

it("the services of the agent's nodes are found, and none of a static one", () => {
  expect(agentNodes(layout)).toEqual([]);
  for (const name of ['n1', 'n61', 'etcd']) mkdirSync(serviceDir(layout, name), { recursive: true });
  expect(agentNodes(layout).map(({ dir }) => dir.replace(layout.state, ''))).toEqual([
    '/service/n61',
    '/nodes/n61/service/containerd',
    '/nodes/n61/service/kubelet',
    '/nodes/n61/service/kube-proxy',
  ]);
});

it('an agent that is not wanted any more leaves its journal alone', async () => {
  await removeAgent(layout, signal);
  for (const dir of [serviceDir(layout, agentName), logFolder(layout, agentName), join(layout.state, 'agent')])
    mkdirSync(dir, { recursive: true });
  mkdirSync(files.config(layout), { recursive: true });
  for (const path of [files.agent(layout), files.journal(layout)]) writeFileSync(path, '');
  await removeAgent(layout, signal);
  const left = [
    serviceDir(layout, agentName),
    logFolder(layout, agentName),
    files.agent(layout),
    files.journal(layout),
  ];
  expect(left.filter((path) => existsSync(path))).toEqual([files.journal(layout)]);
});
