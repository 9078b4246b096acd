import { UNKNOWN, type Properties, type Severity } from '../rpc/types';
import { isObject } from '../rpc/values';
import { ApiError, isImmutable, isNotFound, UnreachableError } from './client/errors';
import { omit } from './object';

/**
 * Why a dry run's failure says nothing about the real run, with the severity to tell it by; undefined for a real fault. What the same
 * update will create first (a namespace, a custom resource's kind, a webhook's pods) is not there yet.
 */
export function excuse(error: unknown): { severity: Severity; message: string } | undefined {
  if (error instanceof UnreachableError) {
    return { severity: 'warning', message: `${error.message}. This preview is made from the inputs alone.` };
  }
  if (isNotFound(error) || isImmutable(error)) return { severity: 'debug', message: String(error) };
  // A field that the schema lacks is a server error by its code, but a fault of the program.
  if (!(error instanceof ApiError) || /typed patch object/.test(error.message)) return undefined;
  if (error.code === 403 || error.code >= 500 || /does not support dry run/.test(error.message)) {
    return { severity: 'debug', message: error.message };
  }
  return undefined;
}

/** The state that a dry run gives, with what will be another value in the real run marked as unknown. */
export function asPreview(state: Properties, news: Properties): Properties {
  const { metadata, spec } = state;
  const preview: Record<string, Properties[string]> = { ...omit(state, ['status']) };
  if (metadata !== undefined && isObject(metadata)) {
    preview['metadata'] = { ...metadata, uid: UNKNOWN, resourceVersion: UNKNOWN, creationTimestamp: UNKNOWN };
  }
  if (news['kind'] === 'Service' && spec !== undefined && isObject(spec))
    preview['spec'] = unknownAddresses(spec, news['spec']);
  return preview;
}

/** Addresses and ports that the API server allots, unless the program gives them. */
function unknownAddresses(spec: Properties, wanted: Properties[string]): Properties {
  const given = wanted !== undefined && isObject(wanted) ? wanted : {};
  const unknown = ['clusterIP', 'clusterIPs', 'healthCheckNodePort'].filter(
    (key) => spec[key] !== undefined && given[key] === undefined && spec[key] !== 'None',
  );
  const allotsPorts = spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer';
  return {
    ...spec,
    ...Object.fromEntries(unknown.map((key) => [key, UNKNOWN])),
    ...(allotsPorts && given['ports'] !== undefined && { ports: UNKNOWN }),
  };
}
