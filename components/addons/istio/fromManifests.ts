import * as pulumi from '@pulumi/pulumi';
import { istioImages } from '../../../toolchain/manifests/istio';
import type { KubeManifest } from '../../../toolchain/types';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { install, type Plan, type PlannedObject } from '../install';
import { namespace } from '../serving';

export interface IstioFromManifestsArgs {
  readonly cluster: Cluster;
  /** Istio's own manifests, rendered by its own code. */
  readonly manifests: readonly KubeManifest[];
}

const COMPONENT = 'mesh';

/** Kinds by the stage in which they are made; what is not here is of the second. */
const STAGES: Readonly<Record<string, number>> = {
  CustomResourceDefinition: 0,
  Deployment: 2,
  // Without pods a Service is not ready.
  Service: 2,
  // Only once the control plane answers: until then every pod of the mesh would be refused.
  MutatingWebhookConfiguration: 3,
  ValidatingWebhookConfiguration: 3,
};

/** Istio's control plane for sidecars, from the manifests of its own charts with images that are built here. Not in it: the nodes' plug-in, and ambient mode. */
export class IstioFromManifests extends pulumi.ComponentResource {
  constructor(name: string, args: IstioFromManifestsArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:IstioFromManifests', name, {}, options);
    const { cluster, manifests } = args;
    const images = pulumi
      .all([cluster.image('istiod'), cluster.image('istio-proxy')])
      .apply(([istiod, proxy]): Images => ({ istiod, proxy }));
    install(name, istioPlan(manifests, cluster.names.namespace('istio-system'), images), {
      parent: this,
      cluster,
      identity: pulumi.output(name),
    });
    this.registerOutputs({});
  }
}

type Images = Readonly<Record<keyof typeof istioImages, string>>;

/** The manifests in the order in which they are made. */
export function istioPlan(manifests: readonly KubeManifest[], home: string, images: pulumi.Output<Images>): Plan {
  const stages: PlannedObject[][] = [[], [], [], []];
  for (const manifest of manifests) stages[STAGES[manifest.kind] ?? 1]!.push(ours(manifest, images));
  const policy = ingressPolicy({
    namespace: home,
    name: 'istio',
    component: COMPONENT,
    // What proxies are told and certified, the webhooks, and its own metrics.
    allowed: [
      { ports: [15012, 15014, 15017], from: 'anyone' },
      // The same in plain text, which no proxy asks for.
      { ports: [15010], from: 'namespace' },
    ],
  });
  return [[namespace(home, COMPONENT)], [policy, ...stages[0]!], ...stages.slice(1)];
}

/** The manifest with the project's labels besides its own, by which the parts of Istio find each other, and with the built images. */
function ours(manifest: KubeManifest, images: pulumi.Output<Images>): PlannedObject {
  const { apiVersion, kind, metadata, ...fields } = labelled(manifest);
  const text = JSON.stringify(fields);
  const wanted = Object.values(istioImages).some((image) => text.includes(image));
  return {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: metadata.labels,
      // The control plane writes its certificate into it a moment after its start; before that it can be asked for nothing.
      annotations: {
        ...metadata.annotations,
        ...(kind === 'MutatingWebhookConfiguration' && {
          'pulumi.com/waitFor': 'jsonpath={.webhooks[0].clientConfig.caBundle}',
        }),
      },
    },
    ...(wanted
      ? Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [key, images.apply((built) => withImages(value, built))]),
        )
      : fields),
  };
}

const OURS = labels('istio', COMPONENT);

function labelled(manifest: KubeManifest): KubeManifest {
  const withOurs = <T extends { readonly labels?: Readonly<Record<string, string>> }>(metadata: T): T => ({
    ...metadata,
    labels: { ...metadata.labels, ...OURS },
  });
  const { metadata, ...fields } = manifest;
  if (manifest.kind !== 'Deployment') return { ...fields, metadata: withOurs(metadata) };
  const spec = fields['spec'] as { readonly template: { readonly metadata?: object } };
  const template = { ...spec.template, metadata: withOurs(spec.template.metadata ?? {}) };
  return { ...fields, metadata: withOurs(metadata), spec: { ...spec, template } };
}

/** The value with the images in place of what stands for them, in texts as well: the injector's values are one. */
export function withImages<T>(value: T, images: Images): T {
  const text = Object.entries(istioImages).reduce(
    (before, [name, placeholder]) => before.replaceAll(placeholder, images[name as keyof Images]),
    JSON.stringify(value),
  );
  return JSON.parse(text) as T;
}
