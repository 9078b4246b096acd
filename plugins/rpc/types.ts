/**
 * What a provider of this project implements; `serve` (serve.ts) puts it behind Pulumi's gRPC protocol. Written on the raw
 * protocol and not on `pulumi.provider.main`, because that drops provider configuration, previews of create and update,
 * cancellation, time limits and partial failures, and takes most of a second to load.
 */

/** A value that is not known before an update has run. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** A value that is a secret: encrypted in the state, hidden in what is printed. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A property value. Assets, archives and resource references are not supported: they fail with a clear error. */
export type Value = null | boolean | number | string | typeof UNKNOWN | Secret | readonly Value[] | Properties;
export interface Properties {
  readonly [key: string]: Value | undefined;
}

export type Severity = 'debug' | 'info' | 'warning' | 'error';

/** What every call gets besides its request. */
export interface CallContext {
  /** Aborted when the engine cancels (Ctrl-C), goes away (its process died), or the resource's time limit passes. */
  readonly signal: AbortSignal;
  /** Shows a line in the update's output, at the resource. */
  readonly log: (severity: Severity, message: string) => void;
  /** Shows a line as the resource's current status only; the next one replaces it. */
  readonly status: (message: string) => void;
}

export interface CheckFailure {
  /** Path of the property, empty for the whole. */
  readonly property: string;
  readonly reason: string;
}

export type DiffKind = 'add' | 'add-replace' | 'delete' | 'delete-replace' | 'update' | 'update-replace';

export interface Diff {
  /** Undefined: the engine does not know and compares inputs itself. */
  readonly changes?: boolean;
  /** Paths of properties whose change needs a replacement. */
  readonly replaces?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** Property path to kind of change. */
  readonly detailed?: Readonly<Record<string, DiffKind>>;
}

export interface CheckRequest {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs of the last update; empty at first. */
  readonly olds: Properties;
  readonly news: Properties;
  /** For autonaming that gives the same name at preview and update. */
  readonly randomSeed: Uint8Array;
}
export interface DiffRequest {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly oldInputs: Properties;
  /** The last outputs (state). */
  readonly olds: Properties;
  readonly news: Properties;
  readonly ignoreChanges: readonly string[];
}
export interface CreateRequest {
  readonly urn: string;
  readonly type: string;
  readonly news: Properties;
  readonly preview: boolean;
  /** Seconds; undefined when no custom timeout is set. */
  readonly timeout?: number;
}
export interface UpdateRequest extends CreateRequest {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly olds: Properties;
  readonly ignoreChanges: readonly string[];
}
export interface ReadRequest {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  /** Last known inputs and state; both empty at an import. */
  readonly inputs: Properties;
  readonly state: Properties;
}
export interface DeleteRequest {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
  readonly timeout?: number;
}

/** The resource exists, but is not as it should be: it goes into the state, and the update fails with the reasons. */
export class InitializationFailed extends Error {
  constructor(
    readonly id: string,
    readonly state: Properties,
    readonly inputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join('; '));
  }
}

/** What a provider implements. Whatever it leaves out answers with the sensible default (no changes, inputs as they are). */
export interface Provider {
  readonly name: string;
  readonly version: string;
  checkConfig?(
    request: { urn: string; olds: Properties; news: Properties },
    context: CallContext,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  diffConfig?(
    request: { urn: string; olds: Properties; oldInputs: Properties; news: Properties },
    context: CallContext,
  ): Promise<Diff>;
  configure?(args: Properties): Promise<void>;
  check(
    request: CheckRequest,
    context: CallContext,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  diff(request: DiffRequest, context: CallContext): Promise<Diff>;
  create(request: CreateRequest, context: CallContext): Promise<{ id: string; outs: Properties }>;
  update(request: UpdateRequest, context: CallContext): Promise<{ outs: Properties }>;
  /** Undefined: the resource is gone. */
  read(
    request: ReadRequest,
    context: CallContext,
  ): Promise<{ id: string; inputs: Properties; state: Properties } | undefined>;
  delete(request: DeleteRequest, context: CallContext): Promise<void>;
  invoke?(
    token: string,
    args: Properties,
    context: CallContext,
  ): Promise<{ outs?: Properties; failures?: readonly CheckFailure[] }>;
  /** Component resources that the package would make itself: says why it cannot. Without it the answer is "unimplemented". */
  construct?(type: string): Promise<never>;
  /** The JSON schema of the package, if it has one. */
  schema?(): string;
}
