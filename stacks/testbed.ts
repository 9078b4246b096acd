import * as pulumi from '@pulumi/pulumi';
import { MetricsServer } from '../components/addons/metricsServer';
import { Prometheus } from '../components/addons/prometheus';
import { variants } from '../components/autoscalers/registry';
import { Local } from '../components/cluster/local';
import type { Cluster } from '../components/cluster/types';
import { Generator } from '../components/workload/generator';
import { Sample } from '../components/workload/sample';
import { Experiment, Variant } from '../plugins/testbed/sdk';
import type { TestbedConfig } from './schema';

/** Builds the whole testbed from its configuration and gives the stack's outputs. */
export function createTestbed(config: TestbedConfig): Record<string, unknown> {
  const cluster = createCluster(config);
  const variant = variants[config.autoscaler.name];
  if (variant === undefined) throw new Error(`No variant ${config.autoscaler.name}`);
  const { settings } = config.autoscaler;

  const prometheus = new Prometheus('prometheus', { cluster });
  // Resource metrics are wanted by people (kubectl top) whatever the variant.
  const metricsServer = new MetricsServer('metrics-server', { cluster });

  const identity = new Variant('variant', { variant: variant.name }, { dependsOn: cluster.ready });
  const sample = new Sample('sample', {
    cluster,
    ...config.workload,
    replicas: variant.replicas?.(settings),
    replicasAfter: identity,
  });
  const { workload } = sample;
  const autoscaler = variant.create(
    'autoscaler',
    { cluster, workload, settings, identity: pulumi.interpolate`sample-${identity.id}`, prometheus },
    { dependsOn: [sample, metricsServer] },
  );

  const outputs = {
    kubeconfig: cluster.kubeconfig,
    prometheusUrl: cluster.nodeAddress && pulumi.interpolate`http://${cluster.nodeAddress}:${prometheus.nodePort}`,
    autoscaler: variant.name,
  };
  if (config.experiment === null) return outputs;

  const generator = new Generator('generator', { cluster });
  const experiment = new Experiment(
    'experiment',
    {
      stack: pulumi.getStack(),
      spec: config.experiment,
      target: {
        kubeconfig: cluster.kubeconfig,
        workload: {
          namespace: workload.namespace,
          deployment: workload.deployment,
          service: workload.service,
          port: workload.port,
          servedCounter: workload.servedCounter,
        },
        autoscaler: { name: variant.name, settings: settings as Record<string, unknown>, hpa: autoscaler.hpa },
        prometheus: { namespace: prometheus.namespace, service: prometheus.service, port: prometheus.port },
        generator: { namespace: generator.namespace, image: generator.image, ...generator.placement },
      },
      triggers: { workload: config.workload, revision: workload.revision, nodes: config.nodes },
    },
    { dependsOn: [sample, metricsServer, prometheus, generator, identity] },
  );
  return {
    ...outputs,
    slis: experiment.slis,
    slos: experiment.slos,
    verdict: experiment.verdict,
    reasons: experiment.reasons,
    warnings: experiment.warnings,
    reactions: experiment.reactions,
    report: pulumi.interpolate`${experiment.directory}/report.html`,
  };
}

function createCluster(config: TestbedConfig): Cluster {
  return new Local('local', {
    appNodes: config.nodes.count,
    appNode: config.nodes.app,
    systemNode: config.nodes.system,
  });
}
