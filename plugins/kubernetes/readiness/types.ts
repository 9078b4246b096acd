import type { KubeObject } from '../object';
import type { Selection } from '../client/watch';

/** How far an object is. */
export interface Readiness {
  readonly ready: boolean;
  /** What is missing, for the user. */
  readonly reason: string;
  /** Waiting longer is no use. */
  readonly failed?: boolean;
}

/** How to tell whether an object of a kind is ready. Pure: everything it needs is in its arguments. */
export interface Rule {
  /** `related`: the objects that `needs` selects. `before`: the object when the wait began, if this is a wait. */
  readonly check: (object: KubeObject, related: readonly KubeObject[], before?: KubeObject) => Readiness;
  /** Other objects that the answer depends on. */
  readonly needs?: (object: KubeObject) => Selection | undefined;
}

export const READY: Readiness = { ready: true, reason: '' };

export function waiting(reason: string): Readiness {
  return { ready: false, reason };
}

export function failed(reason: string): Readiness {
  return { ready: false, reason, failed: true };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: string;
}

export function condition(object: KubeObject, type: string): Condition | undefined {
  const status = object['status'] as { conditions?: readonly Condition[] } | undefined;
  return status?.conditions?.find((entry) => entry.type === type);
}

/** `Reason: message`, or what there is of it. */
export function explain(entry: { reason?: string; message?: string } | undefined): string {
  return [entry?.reason, entry?.message].filter(Boolean).join(': ');
}

/** Ready once the condition is True. */
export function whenTrue(type: string): Rule {
  return {
    check: (object) => {
      const found = condition(object, type);
      return found?.status === 'True' ? READY : waiting(explain(found) || `the condition ${type} is not True yet`);
    },
  };
}

/** The controller has not seen the latest change, so its status is about an older one. Undefined when it has. */
export function notObserved(object: KubeObject): Readiness | undefined {
  const { observedGeneration = 0 } = (object['status'] ?? {}) as { observedGeneration?: number };
  const { generation = 0 } = object.metadata;
  return observedGeneration < generation ? waiting('the controller has not seen the change yet') : undefined;
}
