import * as pulumi from '@pulumi/pulumi';
import type { KubeManifest } from '../../toolchain/types';
import type { Placement } from '../cluster/types';
import { labels, selector } from '../labels';
import { restrictedContainer, restrictedPod } from '../security';
import type { PlannedObject } from './install';

/** What the programs of every add-on ask for. Upstream's CPU limits are left out: they only make a start slow. */
const RESOURCES = { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '512Mi' } };

/** How upstream's Deployment of one container becomes ours. */
export interface Program {
  /** Name of upstream's Deployment, and of ours. */
  readonly deployment: string;
  readonly namespace: string;
  /** Its part in the add-on, for `app.kubernetes.io/component`. */
  readonly component: string;
  readonly image: pulumi.Input<string>;
  readonly account: string;
  readonly placement: Placement;
  /** Flags that differ from upstream's, by name. Null: without it; true: without a value. */
  readonly flags?: Readonly<Record<string, pulumi.Input<string> | true | null>>;
  /** Environment variables that differ from upstream's, by name. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Volumes that differ from upstream's, by name. */
  readonly volumes?: Readonly<Record<string, object>>;
  /** Changes when the pods have to be made anew, for example with a file that they read only once. */
  readonly revision?: pulumi.Input<string>;
}

interface Named {
  readonly name: string;
}
interface Container extends Named {
  readonly args?: readonly string[];
  readonly env?: readonly Named[];
  readonly ports?: readonly object[];
  readonly volumeMounts?: readonly object[];
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly Named[];
  readonly terminationGracePeriodSeconds?: number;
}

/** The manifest of that kind and name. @throws with what there is */
export function find(manifests: readonly KubeManifest[], kind: string, name: string): KubeManifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found !== undefined) return found;
  const there = manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
  throw new Error(`Upstream's manifests have no ${kind} ${name}, but ${there.join(', ') || 'none of this kind'}.`);
}

/** Upstream's CustomResourceDefinitions. */
export function definitions(
  manifests: readonly KubeManifest[],
  ours: Readonly<Record<string, string>>,
): PlannedObject[] {
  return manifests
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ apiVersion, kind, metadata: { name, annotations }, spec }) => ({
      apiVersion,
      kind,
      metadata: { name, labels: ours, annotations },
      spec,
    }));
}

/**
 * Upstream's Deployment with our image, labels, placement, requests and restricted security; flags, variables and volumes are
 * upstream's where the program names no other.
 */
export function deployment(manifests: readonly KubeManifest[], program: Program): PlannedObject {
  const upstream = find(manifests, 'Deployment', program.deployment);
  const { spec: pod } = (upstream['spec'] as { template: { spec: PodSpec } }).template;
  const [container, ...others] = pod.containers;
  if (container === undefined || others.length > 0) {
    throw new Error(`Upstream's Deployment ${program.deployment} has ${pod.containers.length} containers, not one.`);
  }
  const { name, ports, volumeMounts, readinessProbe, livenessProbe } = container;
  const ours = labels(program.deployment, program.component);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: program.deployment, namespace: program.namespace, labels: ours },
    spec: {
      replicas: 1,
      // Never two at once: without leader election they would both act.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selector(program.deployment) },
      template: {
        metadata: {
          labels: ours,
          ...(program.revision !== undefined && { annotations: { 'autoscaling-testbed/revision': program.revision } }),
        },
        spec: {
          ...program.placement,
          serviceAccountName: program.account,
          terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
          securityContext: restrictedPod,
          containers: [
            {
              name,
              image: program.image,
              imagePullPolicy: 'IfNotPresent',
              args: withFlags(container.args ?? [], program.flags ?? {}),
              env: withVariables(container.env ?? [], program.environment ?? {}),
              ports,
              volumeMounts,
              // Upstream's first look comes up to 30 s after the start.
              readinessProbe: { ...readinessProbe, initialDelaySeconds: 0, periodSeconds: 1 },
              livenessProbe: { ...livenessProbe, initialDelaySeconds: 30 },
              resources: RESOURCES,
              securityContext: restrictedContainer,
            },
          ],
          volumes: (pod.volumes ?? []).map((volume) => {
            const other = program.volumes?.[volume.name];
            return other === undefined ? volume : { name: volume.name, ...other };
          }),
        },
      },
    },
  };
}

/** Upstream's Service for the pods of the Deployment. */
export function service(
  manifests: readonly KubeManifest[],
  name: string,
  { deployment: pods, namespace, component }: Pick<Program, 'deployment' | 'namespace' | 'component'>,
): PlannedObject {
  const { ports } = find(manifests, 'Service', name)['spec'] as { ports: readonly object[] };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labels(pods, component) },
    spec: { selector: selector(pods), ports },
  };
}

/** Arguments with some flags changed; each is `--NAME=VALUE` or `--NAME`. */
function withFlags(
  args: readonly string[],
  flags: Readonly<Record<string, pulumi.Input<string> | true | null>>,
): pulumi.Input<string>[] {
  const kept = args.filter((arg) => !((/^--([^=]+)/.exec(arg)?.[1] ?? '') in flags));
  const own = Object.entries(flags).flatMap(([name, value]) =>
    value === null ? [] : [value === true ? `--${name}` : pulumi.interpolate`--${name}=${value}`],
  );
  return [...kept, ...own];
}

function withVariables(
  variables: readonly Named[],
  others: Readonly<Record<string, pulumi.Input<string>>>,
): readonly object[] {
  const kept = variables.filter(({ name }) => !(name in others));
  return [...kept, ...Object.entries(others).map(([name, value]) => ({ name, value }))];
}
