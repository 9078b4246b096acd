import type { ImageName } from '../../../toolchain/types';
import { fromRegistries } from '../settings';
import type { Needs, Provided } from '../types';
import { upstreamImage } from '../upstreamImages';
import type { Found } from './find';
import type { ExistingSettings } from './settings';

/** Reference of an image that the cluster's nodes can run; undefined where the configuration would have to give one. */
export function reference({ images, helm }: ExistingSettings, name: ImageName): string | undefined {
  return (images as Partial<Record<ImageName, string>>)[name] ?? (helm ? upstreamImage(name) : undefined);
}

export interface Judgement {
  /** What is used as it is. */
  readonly provided: readonly Provided[];
  /** Why the testbed cannot run here, each with the remedy. */
  readonly problems: readonly string[];
}

/** Whether a cluster can serve a configuration: with what is installed in it, and with the images that it can have. */
export function judge(found: Found, needs: Needs, settings: ExistingSettings): Judgement {
  const installed = Object.entries(found.installed) as [Provided, string][];
  const refused = installed
    .filter(([name]) => settings.installed[name] === 'refuse')
    .map(([name, where]) => `${name} is installed (${where}), and existing.installed.${name} is "refuse".`);
  const provided = installed.map(([name]) => name);
  const taken = needs.apis.flatMap((api) => {
    const owner = found.apis[api];
    // KEDA's own API is served by the KEDA that is there.
    if (owner === undefined || (api === 'external.metrics.k8s.io' && used('keda'))) return [];
    return [
      `${api} is served by ${owner} already; an API has one owner, and the testbed replaces nobody's. ` +
        'Choose a variant that does without it (npm run variants), or a cluster without it.',
    ];
  });
  const operator = needs.operator
    ? [
        'monitoring "operator" has definitions and namespaces that a whole cluster shares' +
          (found.installed['prometheus-operator'] === undefined
            ? '. '
            : `, and prometheus-operator is installed (${found.installed['prometheus-operator']}). `) +
          'Set monitoring to "basic": its Prometheus stands beside whatever is there.',
      ]
    : [];
  const unreachable = settings.helm
    ? []
    : needs.addons
        .filter(
          (name) =>
            (fromRegistries as readonly string[]).includes(name) && !(provided as readonly string[]).includes(name),
        )
        .map(
          (name) =>
            `${name} is not installed, and the testbed has it from registries only, which existing.helm: false rules out. ` +
            'Install it, set existing.helm to true, or choose a variant that does without it (npm run variants).',
        );
  const wanted = [...needs.images, ...(settings.helm ? [] : needs.platformImages.filter(isWanted))];
  const missing = wanted.filter((name) => reference(settings, name) === undefined);
  const images =
    missing.length === 0
      ? []
      : [
          `the nodes cannot be given images from this machine, so the configuration must say where they are: set ` +
            `${missing.map((name) => `existing.images.${name}`).join(', ')}. ` +
            'docs/existing.md says how they get into a registry.',
        ];
  return { provided, problems: [...refused, ...taken, ...operator, ...unreachable, ...images] };

  function used(name: Provided): boolean {
    return needs.addons.includes(name) && provided.includes(name);
  }

  function isWanted(image: ImageName): boolean {
    const owners: readonly Provided[] = ['metrics-server', 'keda', 'vpa'];
    return !owners.some((name) => provided.includes(name) && (image === name || image.startsWith(`${name}-`)));
  }
}
