/** The API server's account of a request that failed (a Kubernetes `Status`). */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { reason?: string; message?: string; field?: string }[];
  };
}

/** The API server answered with an error. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly { reason?: string; message?: string; field?: string }[];
  /** Seconds after which the API server asks to try again. */
  readonly retryAfter: number | undefined;
  /** Kind (as a resource name, say `namespaces`) and name that the error is about. */
  readonly subject: { readonly kind?: string; readonly name?: string };

  constructor(code: number, request: string, body: string) {
    const status = parseStatus(body);
    super(status.message ?? `${request}: HTTP ${code}${body === '' ? '' : `: ${body.slice(0, 500)}`}`);
    this.code = code;
    this.reason = status.reason ?? '';
    this.causes = status.details?.causes ?? [];
    this.retryAfter = status.details?.retryAfterSeconds;
    this.subject = status.details ?? {};
  }
}

function parseStatus(body: string): Status {
  try {
    const status = JSON.parse(body) as unknown;
    return typeof status === 'object' && status !== null ? status : {};
  } catch {
    return {};
  }
}

/** The cluster could not be asked: no kubeconfig, no connection, no answer. */
export class UnreachableError extends Error {
  constructor(endpoint: string, cause: unknown) {
    super(`The Kubernetes API server${endpoint === '' ? '' : ` at ${endpoint}`} cannot be reached: ${causeOf(cause)}`, {
      cause,
    });
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node tries every address of a host, and then has one error for each.
  if (error instanceof AggregateError) return error.errors.map(causeOf).join(', ');
  return error.message || error.name;
}

/** The cluster does not serve the kind. */
export class UnknownKindError extends Error {
  constructor(apiVersion: string, kind: string) {
    super(
      `The cluster serves no kind ${kind} in ${apiVersion}. If a CustomResourceDefinition makes it, let the resource depend on it (dependsOn).`,
    );
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof UnknownKindError || (error instanceof ApiError && error.code === 404);
}

/** The object's namespace does not exist. */
export function isNamespaceMissing(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404 && error.subject.kind === 'namespaces';
}

/** The API server says that a field cannot be changed in place. Kinds say it in different words. */
export function isImmutable(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.code === 422 &&
    /field is immutable|may not be (updated|changed)|is forbidden after creation|updates to .* for fields other than|can not be (changed|updated)/i.test(
      error.message,
    )
  );
}
