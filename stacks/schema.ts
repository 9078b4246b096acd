import { z } from 'zod';
import { argoCdSettings, type ArgoCdSettings } from '../components/addons/charts/argoCd';
import { istioSettings, SIDECAR_CPU_LIMIT, type Mesh } from '../components/addons/istio/mesh';
import { MONITORING, type Monitoring } from '../components/addons/monitoring/types';
import type { AddonName } from '../components/addons/names';
import { conflicts, type Claim } from '../components/autoscalers/claims';
import { findVariant, namesIn, variantNames, variants, variantsOn } from '../components/autoscalers/registry';
import type { Variant } from '../components/autoscalers/types';
import {
  mayProvide,
  sizedByNodes,
  targetNames,
  targetSettings,
  targetsFor,
  whyNot,
  type TargetConfig,
  type TargetName,
} from '../components/cluster/settings';
import { SERVICE_COUNTER } from '../components/workload/requestMetrics';
import { LOAD_PLATFORMS, type LoadPlatform } from '../components/workload/loadPlatform';
import { parseExperiment, withFilesRead } from '../experiments/spec';
import type { ExperimentSpec } from '../experiments/types';
import { projectDir } from '../toolchain/paths';
import { driverProblems } from './driverImage';
import { ConfigError, describe, problemsOf, understood, type Problem } from './problems';
import { isSeveral, parseServices, type ServicesConfig } from './services';
import { servicesFit, servicesProblems, withJourneys } from './servicesRules';
import { notesOf, replicasBy, requiredBy, scalingProblems } from './servicesScaling';
import { settingsInUse, withSettings } from './servicesSettings';
import { counterProblems, withCounter, withPath } from './ownMetrics';
import { isOwn, ownProblems, parseOwn, type OwnWorkload } from './workload';

const cores = z.number().min(0.01).max(1024);

const workload = z
  .strictObject({
    /** CPU request of a pod, cores. */
    cpuRequest: cores.default(0.2),
    /** CPU limit of a pod, cores. */
    cpuLimit: cores.default(0.4),
    /** Memory request and limit of a pod, MiB. */
    memoryMiB: z.int().min(32).max(1_048_576).default(128),
    /** Rounds of work of one `/heavywork` request. @default the application's own, about 10 ms of CPU */
    heavyworkRounds: z.int().min(1).optional(),
  })
  .refine((value) => value.cpuRequest <= value.cpuLimit, {
    path: ['cpuRequest'],
    error: 'must be at most cpuLimit',
  });

const variantName = z.string().refine((name) => findVariant(name) !== undefined, {
  error: `allowed: ${variantNames.join(', ')}, or some of them joined by "+", for example vpa+hpa-requests`,
});

const size = (cpu: number, memoryMiB: number) =>
  z
    .strictObject({
      /** CPU quota, cores. */
      cpu: z.number().min(0.1).max(1024).default(cpu),
      /** Memory limit, MiB. */
      memoryMiB: z.int().min(512).max(16_777_216).default(memoryMiB),
    })
    .prefault({});

const nodes = z.strictObject({
  /** Number of nodes for the application under test. */
  count: z.int().min(1).max(50).default(1),
  /** Size of each of them. */
  app: size(1.5, 2048),
  /** Size of the node for the platform and the load generator. */
  system: size(1, 3072),
});

export const keys = [
  'cluster',
  'monitoring',
  'autoscaler',
  'settings',
  'workload',
  'experiment',
  'nodes',
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
  readonly workload: Readonly<z.infer<typeof workload>>;
  /** A workload of the user's own, instead of the sample; null: there is none. */
  readonly own: OwnWorkload | null;
  /** Several services, which are the workload then; null: there is one. */
  readonly services: ServicesConfig | null;
  /** Null: no experiment (`experiment.preset: none`). */
  readonly experiment: ExperimentSpec | null;
  readonly nodes: Readonly<z.infer<typeof nodes>>;
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
  const app = check('workload', workload, given === null && several === null ? written : {});
  const nodeConfig = check('nodes', nodes, raw['nodes'] ?? {});
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
      ? fits(theirs?.kind === 'image' ? theirs : app, nodeConfig)
      : []),
    ...(services === null
      ? []
      : [
          ...servicesProblems(services, experiment),
          ...scalingProblems(services, variant, own),
          ...(sizedByNodes.includes(target)
            ? servicesFit(services, nodeConfig, replicasBy(variant, services, own))
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

/** Variants that cannot be there together, by the claims of each service's. */
function rivals(name: string, each: readonly (readonly Claim[])[]): Problem[] {
  return [...new Set(each.flatMap(conflicts))].map((allowed) => ({ path: 'autoscaler', value: name, allowed }));
}

/** A variant whose add-ons the target cannot have. */
function unavailable(target: TargetName, { name }: Variant, required: readonly AddonName[]): Problem[] {
  return required.flatMap((addon) => {
    const why = whyNot(target, addon);
    if (why === undefined) return [];
    const allowed =
      `it requires ${addon}, which cluster "${target}" cannot install: ${why}. It runs on: ` +
      `${targetsFor(required).join(', ')}; on "${target}" run: ${variantsOn(target).join(', ')}`;
    return [{ path: 'autoscaler', value: name, allowed }];
  });
}

/** A key that asks for an add-on which the target cannot have. */
function uninstallable(target: TargetName, path: string, value: unknown, addon: AddonName): Problem[] {
  const why = whyNot(target, addon);
  if (why === undefined) return [];
  const others = targetsFor([addon]).join(', ');
  return [
    { path, value, allowed: `cluster "${target}" cannot install ${addon}: ${why}; clusters that can: ${others}` },
  ];
}

/** What the key `istio` says against the target, the variant or itself. */
function meshProblems(target: TargetName, mesh: Mesh, variant: string, required: readonly AddonName[]): Problem[] {
  const { mode, gateway, loadThroughGateway, revision } = mesh;
  const problem = (key: keyof Mesh, allowed: string): Problem => ({ path: `istio.${key}`, value: mesh[key], allowed });
  return [
    ...(required.includes('istio') && mode !== 'sidecar'
      ? [
          problem(
            'mode',
            `${variant} needs sidecar: only a proxy before each pod counts the pod's own requests (ztunnel of ambient counts connections)`,
          ),
        ]
      : []),
    // The variant's own problem says it as well.
    ...(mode !== 'none' && !required.includes('istio') ? uninstallable(target, 'istio.mode', mode, 'istio') : []),
    ...(mode === 'ambient' ? uninstallable(target, 'istio.mode', mode, 'istio-ambient') : []),
    ...(mode === 'none' && gateway ? [problem('gateway', 'needs istio.mode sidecar or ambient')] : []),
    ...(loadThroughGateway && !gateway
      ? [problem('loadThroughGateway', 'needs a gateway that the load can go through: set istio.gateway to true')]
      : []),
    ...(revision !== undefined && !mayProvide.includes(target)
      ? [
          problem(
            'revision',
            `names one of an Istio that is installed already, and on cluster "${target}" the testbed installs its own; remove it`,
          ),
        ]
      : []),
    ...(mode !== 'sidecar' && revision !== undefined
      ? [problem('revision', 'only with istio.mode sidecar: the node proxies of ambient have none')]
      : []),
  ];
}

const pick = (values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

/** With cgroup v1 a container whose CPU limit is higher than its node's does not start. */
function sidecarFits({ app, system }: TestbedConfig['nodes']): Problem[] {
  return Object.entries({ app, system })
    .filter(([, { cpu }]) => cpu < SIDECAR_CPU_LIMIT)
    .map(([node, { cpu }]) => ({
      path: `nodes.${node}.cpu`,
      value: cpu,
      allowed: `at least ${SIDECAR_CPU_LIMIT} with istio.mode sidecar: the CPU limit of a sidecar, cores`,
    }));
}

/** A pod that fits on no node would stay pending for ever, and with cgroup v1 one whose CPU limit is higher than its node's does not start. */
function fits(
  app: { readonly cpuRequest: number; readonly cpuLimit?: number; readonly memoryMiB: number },
  { app: node }: TestbedConfig['nodes'],
): Problem[] {
  return [
    ...(['cpuRequest', 'cpuLimit'] as const)
      .filter((key) => (app[key] ?? 0) > node.cpu)
      .map((key) => ({
        path: `workload.${key}`,
        value: app[key],
        allowed: `at most nodes.app.cpu (${node.cpu} cores)`,
      })),
    ...(app.memoryMiB > node.memoryMiB
      ? [
          {
            path: 'workload.memoryMiB',
            value: app.memoryMiB,
            allowed: `at most nodes.app.memoryMiB (${node.memoryMiB})`,
          },
        ]
      : []),
  ];
}
