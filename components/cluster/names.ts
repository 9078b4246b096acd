/** The parts of the testbed that have a namespace, and what it is called on a cluster of the testbed's own. */
const OWN = {
  app: 'testbed-app',
  load: 'testbed-load',
  monitoring: 'monitoring',
  'metrics-server': 'kube-system',
  'prometheus-adapter': 'prometheus-adapter',
  keda: 'keda',
  vpa: 'vpa',
} as const;

/** How what the testbed makes is called, so that on a shared cluster it meets nothing of anyone else's. */
export interface Names {
  /** The namespace of a part, one of the table above or any other. */
  readonly namespace: (part: keyof typeof OWN | (string & {})) => string;
  /** A cluster-wide object, and one of ours in a namespace that is not: its name on a cluster of the testbed's own is `name`. */
  readonly global: (name: string) => string;
}

/** On a cluster of the testbed's own. */
export const plainNames: Names = {
  namespace: (part) => (OWN as Readonly<Record<string, string>>)[part] ?? part,
  global: (name) => name,
};

/** On a cluster that is shared: namespaces are PREFIX-PART, other names PREFIX:NAME. */
export function prefixedNames(prefix: string): Names {
  return {
    namespace: (part) => `${prefix}-${part}`,
    global: (name) => `${prefix}:${name.replace(/^(testbed|system):/, '')}`,
  };
}
