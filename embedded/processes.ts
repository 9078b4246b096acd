import { existingRecord } from './info';
import { agentName, controlPlaneNames, nodeServiceNames } from './plan/services';
import { supervisedNodes } from './system/services';
import { servicePid, supervisorPid } from './system/supervisor';

/** Id of each process of a cluster that runs, by the service's name; `supervisor` is the one that runs the others. */
export function processes(name: string): Promise<Record<string, number>> {
  return Promise.resolve().then(() => {
    const { layout, record } = existingRecord(name);
    const own = record.agent ? supervisedNodes(layout) : [];
    const nodes = new Set([...record.nodes.map(({ index }) => index), ...own]);
    const services = [
      ...controlPlaneNames,
      ...(record.agent ? [agentName] : []),
      ...[...nodes].flatMap((index) => Object.values(nodeServiceNames(index))),
    ];
    const found = [
      ['supervisor', supervisorPid(layout)] as const,
      ...services.map((service) => [service, servicePid(layout, service)] as const),
    ];
    return Object.fromEntries(found.filter((entry): entry is [string, number] => entry[1] !== undefined));
  });
}
