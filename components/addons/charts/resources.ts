/** Requests and limits of a container, in Kubernetes' units. Without a limit on CPU, which would only make a start slow. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** What a controller asks for where nothing else is said: as much as those from upstream's manifests. */
export const controllerResources: Resources = {
  requests: { cpu: '50m', memory: '96Mi' },
  limits: { memory: '512Mi' },
};

/** Resources of a container. @param cpu request @param memory request @param memoryLimit limit */
export function resources(cpu: string, memory: string, memoryLimit: string): Resources {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
