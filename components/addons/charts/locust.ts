import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { restrictedPod } from '../../security';
import type { Workload } from '../../workload/types';
import { installChart } from './chart';
import { resources } from './resources';

const FILE = 'main.py';
/** The user of upstream's image. */
const USER = 1000;

/** Each user asks for the path once a second; how many users there are is said to the master. */
const LOCUSTFILE = `import os

from locust import FastHttpUser, constant_throughput, task


class Visitor(FastHttpUser):
    wait_time = constant_throughput(1)

    @task
    def visit(self):
        self.client.get(os.environ["LOAD_PATH"])
`;

export interface LocustValuesArgs {
  /** Address of the workload's Service. */
  readonly host: pulumi.Input<string>;
  /** Path that the load goes to. */
  readonly path: string;
  /** ConfigMap with the locustfile. */
  readonly file: pulumi.Input<string>;
  readonly placement: Placement;
  /** Pods that send load. @default 2 */
  readonly workers?: number;
}

/** Values of the chart `locust`. */
export function locustValues({ host, path, file, placement, workers = 2 }: LocustValuesArgs) {
  return {
    loadtest: {
      name: 'testbed',
      locust_host: host,
      locust_locustfile: FILE,
      locust_locustfile_configmap: file,
      // No library beside it.
      locust_lib_configmap: '',
      environment: { LOAD_PATH: path },
    },
    master: { resources: resources('100m', '128Mi', '512Mi') },
    worker: { replicas: workers, resources: resources('200m', '128Mi', '512Mi') },
    podSecurityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
    // The root file system can be written to: Python keeps what it has compiled there.
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface LocustArgs {
  readonly cluster: Cluster;
  /** The Service that the load goes to. */
  readonly service: Pick<Workload, 'namespace' | 'service' | 'port'>;
  readonly path: string;
  /** Namespace of the load generator. */
  readonly namespace: string;
  /** What has made the namespace. */
  readonly generator: pulumi.Resource;
}

/** Locust: a master with a web interface and an API, and workers that send what it says. They send nothing until they are told to. */
export class Locust extends pulumi.ComponentResource {
  constructor(name: string, args: LocustArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Locust', name, {}, options);
    const { cluster, service, path, namespace, generator } = args;
    const file = new kubernetes.core.v1.ConfigMap(
      `${name}-file`,
      {
        metadata: { name: 'locustfile', namespace, labels: labels('locust', 'load-generator') },
        data: { [FILE]: LOCUSTFILE },
      },
      { parent: this, provider: cluster.provider, deleteBeforeReplace: true, dependsOn: generator },
    );
    installChart(
      name,
      {
        pin: charts.locust,
        namespace,
        sharesNamespace: true,
        values: locustValues({
          host: pulumi.interpolate`http://${service.service}.${service.namespace}.svc:${service.port}`,
          path,
          file: file.metadata.name,
          placement: cluster.placement.load ?? cluster.placement.system,
        }),
        // It has no hooks, but its pods are to be there or not as one.
        mode: 'release',
      },
      { parent: this, cluster, dependsOn: [generator] },
    );
    this.registerOutputs({});
  }
}
