import type { Properties } from '../rpc/types';
import { reveal } from '../rpc/values';

/** Configuration of the provider. Names, defaults and environment variables are the official provider's. */
export interface Config {
  /** Contents of a kubeconfig or a path; empty for the default ($KUBECONFIG, ~/.kube/config). */
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: string;
  /** Namespace of objects that name none; empty for the kubeconfig's. */
  readonly namespace: string;
  readonly deleteUnreachable: boolean;
  readonly enablePatchForce: boolean;
  readonly upsertExistingObjects: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly suppressDeprecationWarnings: boolean;
}

const FLAGS = {
  deleteUnreachable: 'PULUMI_K8S_DELETE_UNREACHABLE',
  enablePatchForce: 'PULUMI_K8S_ENABLE_PATCH_FORCE',
  upsertExistingObjects: 'PULUMI_K8S_UPSERT_EXISTING_OBJECTS',
  enableConfigMapMutable: 'PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE',
  enableSecretMutable: 'PULUMI_K8S_ENABLE_SECRET_MUTABLE',
  suppressDeprecationWarnings: 'PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

export function parseConfig(args: Properties, environment: Environment): Config {
  const flag = (key: keyof typeof FLAGS) => text(args, key) || environment[FLAGS[key]] || 'false';
  return {
    kubeconfig: text(args, 'kubeconfig'),
    context: text(args, 'context'),
    cluster: text(args, 'cluster'),
    namespace: text(args, 'namespace'),
    deleteUnreachable: flag('deleteUnreachable') === 'true',
    enablePatchForce: flag('enablePatchForce') === 'true',
    upsertExistingObjects: flag('upsertExistingObjects') === 'true',
    enableConfigMapMutable: flag('enableConfigMapMutable') === 'true',
    enableSecretMutable: flag('enableSecretMutable') === 'true',
    suppressDeprecationWarnings: flag('suppressDeprecationWarnings') === 'true',
  };
}

/** A property as text: the engine passes all but strings as JSON. Objects (a kubeconfig, say) become JSON. */
export function text(args: Properties, key: string): string {
  const value = args[key] === undefined ? null : reveal(args[key]);
  if (value === null || typeof value === 'symbol') return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Settings that this stand-in does not have, with the reason, as the failures of a check. */
export function unsupported(args: Properties): { property: string; reason: string }[] {
  const failures = [];
  if (text(args, 'renderYamlToDirectory') !== '') {
    failures.push({
      property: 'renderYamlToDirectory',
      reason: 'rendering YAML is not in this stand-in for the kubernetes provider: install the official plugin',
    });
  }
  if (text(args, 'enableServerSideApply') === 'false') {
    failures.push({
      property: 'enableServerSideApply',
      reason:
        'this stand-in for the kubernetes provider always applies on the server: install the official plugin to turn it off',
    });
  }
  return failures;
}
