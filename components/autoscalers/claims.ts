/** What only one owner may have, and what goes wrong with two. */
export const things = {
  replicas: {
    name: 'the number of replicas',
    why: 'each undoes what the other does (two HorizontalPodAutoscalers of one Deployment both stop, with the condition AmbiguousSelector)',
    remedy: 'choose one of them',
  },
  cpu: {
    name: "the pods' CPU",
    why: 'the VPA moves what the HPA measures, and the HPA what the VPA measures',
    remedy:
      'leave one resource to each: settings.vpa.resourcePolicy.containerPolicies[].controlledResources, or updateMode Off',
  },
  memory: {
    name: "the pods' memory",
    why: 'the VPA moves what the HPA measures, and the HPA what the VPA measures',
    remedy:
      'leave one resource to each: settings.vpa.resourcePolicy.containerPolicies[].controlledResources, or updateMode Off',
  },
  externalMetrics: {
    name: 'the API external.metrics.k8s.io',
    why: 'Kubernetes sends all requests of an API to one server, so the other would never be asked',
    remedy: 'choose one of them',
  },
} as const;

export type Thing = keyof typeof things;

/** A thing that a variant needs for itself, and in whose hands it is then. */
export interface Claim {
  readonly thing: Thing;
  readonly owner: string;
}

/** Why owners of `claims` cannot be there together; one sentence for each thing that would have two owners. */
export function conflicts(claims: readonly Claim[]): string[] {
  return (Object.keys(things) as Thing[]).flatMap((thing) => {
    const owners = [...new Set(claims.filter((claim) => claim.thing === thing).map(({ owner }) => owner))];
    const { name, why, remedy } = things[thing];
    return owners.length < 2
      ? []
      : [`${name} would have ${owners.length} owners, ${owners.join(' and ')}: ${why}; ${remedy}`];
  });
}
