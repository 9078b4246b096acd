import * as pulumi from '@pulumi/pulumi';
import type { Registered } from './mocks';

/** A resource with all that the program says of it to the engine. Other resources are named TYPE NAME. */
export interface RecordedResource extends Registered {
  /** Its inputs as anybody may read them: in place of each secret stands `[secret]`. */
  readonly plainInputs: Readonly<Record<string, unknown>>;
  /** Empty: the stack. */
  readonly parent: string;
  /** The resource that is its provider, or that of what it makes; empty: a default provider, or none. */
  readonly provider: string;
  readonly dependencies: readonly string[];
}

export interface RecordMocks {
  /** What the provider would add to a resource's inputs, as far as the program reads it. */
  readonly outputs?: (resource: Registered) => object | undefined;
  /** Results of provider functions by their tokens. */
  readonly calls?: Readonly<Record<string, object>>;
}

/** Part of the mocks' monitor, which keeps most of a request to itself. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getProvidersMap(): { toArray(): [string, string][] };
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getObject(): { toJavaScript(): unknown } | undefined;
}
interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}

/** How a secret travels (Pulumi's sdk/nodejs/runtime/rpc.ts). */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

const named = (urn: string): string => urn.split('::').slice(2).join(' ').replace(/^.*\$/, '');
const keyOf = ({ type, name }: Pick<Registered, 'type' | 'name'>): string => `${type} ${name}`;

/** A reference of a provider is URN::ID. */
function providers(request: Request | undefined): string[] {
  const ofParts = request?.getProvidersMap().toArray() ?? [];
  const references = [request?.getProvider() ?? '', ...ofParts.map(([, reference]) => reference)];
  const names = references.filter(Boolean).map((reference) => named(reference.replace(/::[^:]*$/, '')));
  return [...new Set(names)];
}

function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET) return '[secret]';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner)]));
}

/** The value with the name of a resource where it has a resource, and with what is in a secret. */
async function opened(value: unknown): Promise<unknown> {
  if (pulumi.Resource.isInstance(value)) return named(await promiseOf(value.urn));
  if (Array.isArray(value)) return Promise.all(value.map(opened));
  if (typeof value !== 'object' || value === null) return value;
  const { value: secret, ...rest } = value as Record<string, unknown>;
  if (rest[SIGNATURE] === SECRET) return opened(secret);
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await opened(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/**
 * Runs a program without an engine, and gives its result and every resource that it registers, in the order in which they are there.
 * The stack is `test` of the project `autoscaling-testbed`. Outputs that a resource declares as secret are secret, as with an engine.
 */
export async function record<T>(
  program: () => T | Promise<T>,
  { outputs = () => undefined, calls = {} }: RecordMocks = {},
): Promise<{ readonly result: T; readonly resources: readonly RecordedResource[] }> {
  const requests = new Map<string, Request>();
  const resources: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      async newResource({ type, name, inputs: given }) {
        const inputs = (await opened(given)) as Record<string, unknown>;
        const request = requests.get(keyOf({ type, name }));
        resources.push({
          type,
          name,
          inputs,
          plainInputs: redacted(request?.getObject()?.toJavaScript()) as Record<string, unknown>,
          parent: named(request?.getParent() ?? ''),
          provider: providers(request).join(),
          dependencies: (request?.getDependenciesList() ?? []).map(named).toSorted(),
        });
        const state: Record<string, unknown> = { ...(given as object), ...outputs({ type, name, inputs }) };
        for (const secret of request?.getAdditionalsecretoutputsList() ?? [])
          state[secret] = pulumi.secret(state[secret]);
        // The testbed's own identities become part of names.
        const id = type.startsWith('testbed:') ? name : `${type.split(':').at(-1) ?? ''}/${name}`;
        return { id, state };
      },
      call({ token, provider }) {
        const result = calls[token];
        if (result === undefined) throw new Error(`The program calls ${token}, for which there is no mock.`);
        if (provider === undefined || provider === '') throw new Error(`${token} is asked of a default provider.`);
        return result;
      },
    },
    'autoscaling-testbed',
    'test',
    false,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.set(keyOf({ type: request.getType(), name: request.getName() }), request);
    return register(request, callback);
  };
  const result = await program();
  await pulumi.runtime.disconnect();
  return { result, resources };
}

/** The value of an output, and whether it is a secret. */
export async function valueOf<T>(input: pulumi.Input<T>): Promise<{ value: T; secret: boolean }> {
  const output = pulumi.output(input) as unknown as pulumi.Output<T>;
  return { value: await promiseOf(output), secret: await pulumi.isSecret(output) };
}
