import { z } from 'zod';
import { argoCdSettings, type ArgoCdSettings } from '../components/addons/charts/argoCd';
import { istioSettings, type Mesh } from '../components/addons/istio/mesh';
import { nodePools, type NodePools } from '../components/addons/karpenter/settings';
import { MONITORING, type Monitoring } from '../components/addons/monitoring/types';
import { conflicts, type Claim } from '../components/autoscalers/claims';
import { findVariant, namesIn, variantNames, variants } from '../components/autoscalers/registry';
import { sizedByNodes, targetNames, targetSettings, type TargetConfig } from '../components/cluster/settings';
import { SERVICE_COUNTER } from '../components/workload/requestMetrics';
import { LOAD_PLATFORMS, type LoadPlatform } from '../components/workload/loadPlatform';
import { parseExperiment, withFilesRead } from '../experiments/spec';
import type { ExperimentSpec } from '../experiments/types';
import { projectDir } from '../toolchain/paths';
import { driverProblems } from './driverImage';
import { meshProblems } from './istioRules';
import { fits, nodes, sidecarFits, type Nodes } from './nodes';
import { fitsSome, hasPools, poolProblems, roomOf } from './nodePoolsRules';
import { ConfigError, describe, problemsOf, understood, type Problem } from './problems';
import { sampleWorkload, type SampleWorkload } from './sampleWorkload';
import { isSeveral, parseServices, type ServicesConfig } from './services';
import { servicesFit, servicesProblems, withJourneys } from './servicesRules';
import { notesOf, replicasBy, requiredBy, scalingProblems } from './servicesScaling';
import { settingsInUse, withSettings } from './servicesSettings';
import { unavailable, uninstallable } from './targetRules';
import { counterProblems, withCounter, withPath } from './ownMetrics';
import { isOwn, ownProblems, parseOwn, type OwnWorkload } from './workload';

const variantName = z.string().refine((name) => findVariant(name) !== undefined, {
  error: `allowed: ${variantNames.join(', ')}, or some of them joined by "+", for example vpa+hpa-requests`,
});

export const keys = [
  'cluster',
  'monitoring',
  'autoscaler',
  'settings',
  'workload',
  'experiment',
  'nodes',
  'nodePools',
  'istio',
  'loadPlatform',
  'argoCd',
  ...targetNames,
] as const;
/** The configuration as the user wrote it, by key. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** A value as Pulumi keeps it: a structured one is JSON, a plain one stands as it is. */
export function valueOfText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The whole configuration, validated. */
export interface TestbedConfig {
  /** The chosen target with its settings; those of the others are only checked. */
  readonly cluster: TargetConfig;
  readonly monitoring: Monitoring;
  readonly autoscaler: {
    /** A variant, or several joined by "+". */
    readonly name: string;
    /** Of a variant: its settings; of several: theirs by their names. */
    readonly settings: unknown;
    /** Settings of the chosen variants that have no effect, and what else to say before the run. */
    readonly notes: readonly string[];
  };
  readonly workload: SampleWorkload;
  /** A workload of the user's own, instead of the sample; null: there is none. */
  readonly own: OwnWorkload | null;
  /** Several services, which are the workload then; null: there is one. */
  readonly services: ServicesConfig | null;
  /** Null: no experiment (`experiment.preset: none`). */
  readonly experiment: ExperimentSpec | null;
  readonly nodes: Nodes;
  /** Pools of nodes that come and go with the pods; none is {}. */
  readonly nodePools: NodePools;
  readonly istio: Mesh;
  /** What spreads load over many nodes. */
  readonly loadPlatform: LoadPlatform;
  /** Null: no Argo CD. */
  readonly argoCd: ArgoCdSettings | null;
}

/**
 * Validates the configuration as one.
 * @throws ConfigError that names every key, its value and what is allowed
 */
export function parseConfig(raw: RawConfig): TestbedConfig {
  const problems: Problem[] = Object.entries(raw)
    .filter(([key]) => !(keys as readonly string[]).includes(key))
    .map(([path, value]) => ({ path, value, allowed: `no such key; there are: ${keys.join(', ')}` }));
  const check = <T>(key: string, schema: z.ZodType<T>, value: unknown): T | undefined => {
    const parsed = understood(schema, value, { error: describe });
    if (parsed.success) return parsed.data;
    problems.push(...problemsOf(key, value, parsed.error));
    return undefined;
  };

  const target = check('cluster', z.enum(targetNames), raw['cluster'] ?? 'local');
  // Of the others only what is written is checked: a target can have settings without a default.
  const targets = targetNames
    .filter((name) => name === target || raw[name] !== undefined)
    .map((name) => [name, check<unknown>(name, targetSettings[name], raw[name] ?? {})] as const);
  const monitoring = check('monitoring', z.enum(MONITORING), raw['monitoring'] ?? 'basic');
  const name = check('autoscaler', variantName, raw['autoscaler'] ?? 'hpa-cpu');
  const allSettings = Object.fromEntries(
    Object.values(variants).map((variant) => [variant.name, variant.settings.prefault({})]),
  );
  const written = raw['workload'] ?? {};
  const given = isOwn(written) ? written : null;
  const theirs = given && parseOwn(given, problems);
  const several = given === null && isSeveral(written) ? written : null;
  const counter = several === null ? (theirs?.metrics ?? {}) : { counter: SERVICE_COUNTER };
  const prepared = (some: unknown) => withCounter(some, counter);
  const settingsSchema = z.strictObject(allSettings);
  const settings = check('settings', settingsSchema, prepared(raw['settings'] ?? {}));
  const graph = several && parseServices(several, problems);
  const app = check('workload', sampleWorkload, given === null && several === null ? written : {});
  const nodeConfig = check('nodes', nodes, raw['nodes'] ?? {});
  const pools = check('nodePools', nodePools, raw['nodePools'] ?? {});
  if (nodeConfig && pools) problems.push(...poolProblems(pools, nodeConfig));
  const mesh = check('istio', istioSettings, raw['istio'] ?? {});
  const loadPlatform = check('loadPlatform', z.enum(LOAD_PLATFORMS), raw['loadPlatform'] ?? 'none');
  const argoCd = check('argoCd', argoCdSettings.nullable(), raw['argoCd'] ?? null);
  const experiment = checkExperiment(raw['experiment'] ?? {}, problems, (value) =>
    withPath(withJourneys(value, graph), theirs),
  );

  const variant = name === undefined ? undefined : findVariant(name);
  if (
    problems.length > 0 ||
    !target ||
    !monitoring ||
    !variant ||
    !settings ||
    !app ||
    !nodeConfig ||
    !pools ||
    !mesh ||
    !loadPlatform
  )
    throw new ConfigError(problems);
  const ofVariant = (all: Readonly<Record<string, unknown>>) =>
    variant.name in all ? all[variant.name] : pick(all, namesIn(variant.name));
  const own = ofVariant(settings);
  const services =
    graph && withSettings(graph, { written: raw['settings'], prepared, schema: settingsSchema, ofVariant }, problems);
  const inUse = settingsInUse(own, services);
  const required = requiredBy(variant, inUse);
  const istio: Mesh = { ...mesh, mode: mesh.mode ?? (required.includes('istio') ? 'sidecar' : 'none') };
  problems.push(
    ...unavailable(target, variant, required),
    ...(loadPlatform === 'none' ? [] : uninstallable(target, 'loadPlatform', loadPlatform, loadPlatform)),
    ...(hasPools(pools) ? uninstallable(target, 'nodePools', Object.keys(pools), 'karpenter') : []),
    ...(argoCd ? uninstallable(target, 'argoCd', argoCd, 'argo-cd') : []),
    ...driverProblems(target, Object.fromEntries(targets)[target], experiment),
    ...meshProblems(target, istio, variant.name, required),
    ...(theirs === null
      ? []
      : [
          ...ownProblems(theirs, target, istio.mode !== 'none'),
          ...counterProblems(theirs, variant.name, own, raw['settings']),
        ]),
    ...(sizedByNodes.includes(target) && services === null
      ? podFits(theirs?.kind === 'image' ? theirs : app, pools, nodeConfig)
      : []),
    ...(services === null
      ? []
      : [
          ...servicesProblems(services, experiment),
          ...scalingProblems(services, variant, own),
          ...(sizedByNodes.includes(target)
            ? servicesFit(services, nodeConfig, replicasBy(variant, services, own), roomOf(pools))
            : []),
        ]),
    ...(sizedByNodes.includes(target) && istio.mode === 'sidecar' ? sidecarFits(nodeConfig) : []),
    ...rivals(
      variant.name,
      inUse.map((each) => variant.claims(each)),
    ),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    cluster: { name: target, settings: Object.fromEntries(targets)[target] } as TargetConfig,
    monitoring,
    autoscaler: { name: variant.name, settings: own, notes: notesOf(variant, own, services) },
    workload: app,
    own: theirs,
    services,
    experiment,
    nodes: nodeConfig,
    nodePools: pools,
    istio,
    loadPlatform,
    argoCd: argoCd ?? null,
  };
}

/** @param adapt to the workload, once what files hold is in it */
function checkExperiment(
  value: unknown,
  problems: Problem[],
  adapt: (whole: unknown) => unknown,
): ExperimentSpec | null {
  if (typeof value === 'object' && value !== null && 'preset' in value && value.preset === 'none') return null;
  try {
    return parseExperiment(adapt(withFilesRead(value, projectDir)));
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems);
    else throw error;
    return null;
  }
}

const podFits = (pod: Parameters<typeof fits>[0], pools: NodePools, nodeConfig: Nodes): Problem[] =>
  hasPools(pools) ? fitsSome(pod, pools, nodeConfig) : fits(pod, nodeConfig);

/** Variants that cannot be there together, by the claims of each service's. */
function rivals(name: string, each: readonly (readonly Claim[])[]): Problem[] {
  return [...new Set(each.flatMap(conflicts))].map((allowed) => ({ path: 'autoscaler', value: name, allowed }));
}

const pick = (values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, values[name]]));
