import type { KubeManifest } from '../types';

const versionLabel = 'app.kubernetes.io/version';

/**
 * Replaces the development version that stands in a module's manifests (labels, image tags) by the release's, which upstream does
 * when it publishes them.
 */
export function released(manifest: KubeManifest, development: string, release: string): KubeManifest {
  const change = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    if (key === versionLabel && value === development) return release;
    return key === 'image' && value.endsWith(`:${development}`) ? value.slice(0, -development.length) + release : value;
  };
  return JSON.parse(JSON.stringify(manifest), change) as KubeManifest;
}
