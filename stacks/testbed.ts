import * as pulumi from '@pulumi/pulumi';
import { ArgoCd } from '../components/addons/charts/argoCd';
import { membership, meshOnly, scraperLabels } from '../components/addons/istio/mesh';
import { findVariant } from '../components/autoscalers/registry';
import type { Autoscaler } from '../components/autoscalers/types';
import { createCluster } from '../components/cluster/create';
import { hasCharts, whyNot } from '../components/cluster/settings';
import type { Cluster } from '../components/cluster/types';
import { Generator } from '../components/workload/generator';
import { driverPorts, loadPorts } from '../components/workload/loadPlatform';
import { Sample } from '../components/workload/sample';
import type { Workload } from '../components/workload/types';
import { chosenAddons, optionalAddons, withoutChart } from '../components/addons/registry';
import { requestsOf } from '../experiments/load/spec';
import { Experiment, Removal, Variant } from '../plugins/testbed/sdk';
import { buildImages, createAddons, readManifests } from './addons';
import { createGateway, createIstio, readIstio, requireMutualTls } from './istio';
import { createLoadPlatform } from './loadPlatform';
import { createMonitoring, readMonitoringManifests } from './monitoring';
import { needsOf } from './needs';
import { createKarpenter, readKarpenter } from './nodePools';
import { hasPools } from './nodePoolsRules';
import { createPlatform } from './platform';
import type { TestbedConfig } from './schema';
import { flagsBy, replicasBy, requiredBy, rulesBy } from './servicesScaling';
import { settingsInUse } from './servicesSettings';
import { createServices } from './servicesWorkload';
import { createOwn } from './workload';

/** Builds the whole testbed from its configuration and gives the stack's outputs. */
export async function createTestbed(config: TestbedConfig): Promise<Record<string, unknown>> {
  const { name, settings, notes } = config.autoscaler;
  const variant = findVariant(name);
  if (variant === undefined) throw new Error(`No variant ${name}`);
  for (const note of notes) void pulumi.log.warn(`autoscaler ${name}: ${note}`);
  const inUse = settingsInUse(settings, config.services);
  const required = requiredBy(variant, inUse);
  const rules = rulesBy(variant, inUse);
  const optional = chosenAddons(required, rules);
  const charts = hasCharts(config.cluster);
  const built = withoutChart(optional, charts);
  const manifests = await readManifests(built);
  const monitoringManifests = await readMonitoringManifests(config.monitoring, charts);
  const karpenterManifests = await readKarpenter(config);

  const cluster = await createCluster(config, needsOf(config, required, rules));
  endTogether(cluster);
  if (cluster.capabilities.localImages) await buildImages(built);
  const { provided } = cluster.capabilities;
  const platform = [...createPlatform(cluster), ...createKarpenter(config, cluster, karpenterManifests)];
  const wanted = required.filter((addon) => !provided.some((software) => software === addon));

  const meshManifests = await readIstio(config.istio, cluster);
  const istio = createIstio(config.istio, cluster, meshManifests);
  const mesh = membership(config.istio, cluster.capabilities.helm || cluster.capabilities.provided.includes('istio'));
  const identity = new Variant('variant', { variant: variant.name }, { dependsOn: cluster.ready });
  const replicas = variant.replicas?.(settings);
  const shared = { cluster, replicasAfter: identity, mesh, after: istio };
  const services =
    config.services && createServices(config.services, replicasBy(variant, config.services, settings), shared);
  const application =
    services?.component ??
    (config.own
      ? createOwn(config.own, { ...shared, replicas })
      : new Sample('sample', { ...shared, ...config.workload, replicas }));
  const { workload } = application;
  const mutualTls = requireMutualTls(config.istio, cluster, workload.namespace, istio);
  const [gateway] = createGateway(config.istio, cluster, workload, istio, meshManifests);
  const prometheus = createMonitoring(
    config.monitoring,
    cluster,
    monitoringManifests,
    { workload, slos: config.experiment?.slos ?? [], path: firstPath(config) },
    scraperLabels(config.istio),
    gateway && cluster.names.namespace('istio-ingress'),
  );
  const flags = flagsBy(variant, inUse);
  const context = { cluster, prometheus, rules, flags, watch: workload.namespace };
  const possible = optionalAddons.filter((addon) => whyNot(config.cluster.name, addon) === undefined);
  const addons = createAddons(wanted, possible, context, manifests, identity);
  const scaling = { variant, settings, cluster, identity: identity.id, prometheus };
  const afterwards = { dependsOn: [application, ...platform, ...addons] };
  const scaled = services?.scale(scaling, afterwards);
  const autoscaler: Autoscaler =
    scaled?.entry ??
    variant.create(
      'autoscaler',
      {
        cluster,
        workload,
        settings,
        identity: pulumi.interpolate`${config.own ? 'workload' : 'sample'}-${identity.id}`,
        prometheus,
      },
      afterwards,
    );
  removeScaledObject(cluster, 'autoscaler-removal', workload, scaled ? {} : autoscaler);
  for (const one of scaled?.scaled ?? [])
    removeScaledObject(cluster, `autoscaler-${one.name}-removal`, one.workload, one.autoscaler);

  const outputs = {
    kubeconfig: cluster.kubeconfig,
    prometheusUrl: cluster.nodePort && pulumi.interpolate`http://${cluster.nodePort(prometheus.nodePort)}`,
    autoscaler: variant.name,
    ...(gateway && { gatewayUrl: pulumi.interpolate`http://${gateway.host}` }),
  };
  const argoCd = config.argoCd
    ? [new ArgoCd('argo-cd', { cluster, settings: config.argoCd, destination: workload.namespace })]
    : [];
  const { loadPlatform } = config;
  if (config.experiment === null && loadPlatform === 'none') return outputs;

  const ingress = config.istio.loadThroughGateway ? gateway?.service : undefined;
  const generator = new Generator('generator', {
    cluster,
    // A client of the gateway is outside the mesh.
    mesh: ingress === undefined ? mesh : undefined,
    driver: config.experiment?.load.driver,
    allowed: [...loadPorts[loadPlatform], ...driverPorts(config.experiment?.load)],
    after: istio,
  });
  const load = createLoadPlatform(loadPlatform, {
    cluster,
    service: ingress ?? workload,
    path: firstPath(config),
    generator,
  });
  if (config.experiment === null) return outputs;
  // What starts while the load runs would take from the nodes that are measured.
  const others = [...mutualTls, ...(gateway ? [gateway] : []), ...argoCd, ...load];
  const target = {
    kubeconfig: cluster.kubeconfig,
    workload: {
      namespace: workload.namespace,
      deployment: workload.deployment,
      service: workload.service,
      port: workload.port,
      servedCounter: workload.servedCounter,
      ...(workload.servedPath !== undefined && { servedPath: workload.servedPath }),
      ...(meshOnly(config.istio) && { meshOnly: true }),
      ...(mesh.metrics && { proxy: mesh.metrics.container }),
    },
    ...(ingress && { ingress }),
    autoscaler: { name: variant.name, settings: settings as Record<string, unknown>, ...autoscaler },
    ...(scaled && { services: scaled.services }),
    ...(hasPools(config.nodePools) && { nodePools: Object.keys(config.nodePools) }),
    prometheus: { namespace: prometheus.namespace, service: prometheus.service, port: prometheus.port },
    generator: {
      namespace: generator.namespace,
      driver: config.experiment.load.driver,
      image: generator.image,
      ...generator.placement,
      ...(ingress === undefined && mesh.metrics && { proxy: mesh.metrics.container }),
    },
  };
  const experiment = new Experiment(
    'experiment',
    {
      stack: pulumi.getStack(),
      spec: config.experiment,
      target,
      triggers: {
        workload: config.services ?? config.own ?? config.workload,
        revision: workload.revision,
        nodes: config.nodes,
        ...(hasPools(config.nodePools) && { nodePools: config.nodePools }),
        ...(config.istio.mode !== 'none' && { istio: config.istio }),
      },
    },
    { dependsOn: [application, ...platform, prometheus, generator, identity, ...addons, ...others] },
  );
  return {
    ...outputs,
    // For commands that run experiments on the testbed as it is up.
    target: pulumi.secret(target),
    slis: experiment.slis,
    slos: experiment.slos,
    verdict: experiment.verdict,
    reasons: experiment.reasons,
    warnings: experiment.warnings,
    reactions: experiment.reactions,
    scaleDowns: experiment.scaleDowns,
    report: pulumi.interpolate`${experiment.directory}/report.html`,
  };
}

/** Waits on the way down until KEDA has let go of the ScaledObject, if there is one. */
function removeScaledObject(
  { kubeconfig }: Cluster,
  name: string,
  { namespace, deployment }: Workload,
  { scaledObject }: Autoscaler,
): void {
  if (scaledObject === undefined) return;
  new Removal(name, {
    kubeconfig,
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    namespace,
    name: scaledObject,
    deployment,
    graceSeconds: 15,
  });
}

/**
 * What is in a cluster of the testbed's own goes with it. So the end is not a matter of some hundred deletions one after the other, of
 * which each may wait for a controller that is dead.
 */
function endTogether({ lifetime }: Cluster): void {
  // There is no stack where no engine runs the program, as in tests.
  if (lifetime === undefined || pulumi.runtime.getStackResource() === undefined) return;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    const inside = type.startsWith('kubernetes:') || type === 'testbed:index:Removal';
    return inside ? { props, opts: { ...opts, deletedWith: opts.deletedWith ?? lifetime } } : undefined;
  });
}

/** What of the application is asked for, by the first request of the load. */
const firstPath = ({ experiment }: Pick<TestbedConfig, 'experiment'>): string =>
  experiment === null ? '/' : (requestsOf(experiment.load)[0]?.path ?? '/');
