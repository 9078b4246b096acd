/** The recommended labels, on every object that the testbed makes. */
export function labels(name: string, component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'autoscaling-testbed',
    'app.kubernetes.io/managed-by': 'pulumi',
  };
}

/** The labels that select the pods of `name`; a subset of `labels`, because selectors cannot change. */
export function selector(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
}
