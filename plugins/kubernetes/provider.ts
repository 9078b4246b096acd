import type {
  CallContext,
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  Diff,
  DiffRequest,
  Properties,
  Provider,
  ReadRequest,
  UpdateRequest,
} from '../rpc/types';
import { UNKNOWN } from '../rpc/types';
import { isSet, propagationOf, timeoutOf } from './annotations';
import { shapeFailures } from './check';
import { Connector } from './client/connection';
import { UnreachableError } from './client/errors';
import { Objects } from './client/objects';
import { parseConfig, text, unsupported, type Config } from './config';
import { decodeManifest } from './decode';
import { diffConfig } from './diffConfig';
import { isPatch, parseToken, refusal } from './kinds';
import { withoutServerFields } from './metadata';
import { defaultNamespace, withNamespace } from './namespace';
import { nameOf, fieldManagerOf, withName } from './naming';
import { parseId, type KubeObject } from './object';
import { readResource } from './read';
import { untilGone } from './remove';
import { diffResource, type DryRun } from './replacement';
import { readState, toObject } from './state';
import { PREVIEW_PATIENCE, Writer } from './write';

/** Kinds for which `pulumi.com/skipAwait` also skips the wait for the deletion, as in the official provider. */
const SKIPPABLE = new Set('Namespace Pod ReplicationController DaemonSet Deployment StatefulSet Job'.split(' '));

const REMEDY =
  'If the cluster is gone for good, set PULUMI_K8S_DELETE_UNREACHABLE=true (or deleteUnreachable on the provider) and run this again: ' +
  "its resources are then removed from the stack's state.";

/** Serves every kind of the kubernetes package and custom resources, by server-side apply. */
export class KubernetesProvider implements Provider {
  readonly name = 'kubernetes';
  #config!: Config;
  #namespace = 'default';
  #objects!: Objects;
  #writer!: Writer;

  constructor(
    readonly version: string,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  checkConfig({ news }: { news: Properties }) {
    return Promise.resolve({ inputs: news, failures: unsupported(news) });
  }

  diffConfig({ olds, news }: { olds: Properties; news: Properties }): Promise<Diff> {
    return Promise.resolve(diffConfig(olds, news));
  }

  configure(args: Properties): Promise<void> {
    this.#config = parseConfig(args, this.environment);
    this.#namespace = defaultNamespace(this.#config, this.environment);
    this.#objects = new Objects(new Connector(this.#config));
    this.#writer = new Writer(this.#objects, this.#config);
    return Promise.resolve();
  }

  async check({ type, name, olds, news, randomSeed }: CheckRequest) {
    const refused = refusal(type);
    if (refused !== undefined) return { inputs: news, failures: [{ property: '', reason: refused }] };
    const failures = shapeFailures(news);
    if (failures.length > 0) return { inputs: news, failures };
    const own = withoutServerFields(news);
    if (!isPatch(type, text(news, 'kind'))) {
      return { inputs: await this.#namespaced(withName(own, olds, { name, randomSeed }), olds), failures };
    }
    const unnamed = nameOf(own) === undefined && own['metadata'] !== UNKNOWN;
    const missing = {
      property: 'metadata.name',
      reason: 'must be set: a Patch resource changes an object that exists',
    };
    return { inputs: await this.#namespaced(own, olds), failures: unnamed ? [missing] : [] };
  }

  async diff(request: DiffRequest): Promise<Diff> {
    const dryRun: DryRun = async (object, fieldManager = fieldManagerOf(request.urn)) => {
      await this.#objects.apply(object, { fieldManager, force: true, dryRun: true }, { patience: PREVIEW_PATIENCE });
    };
    return diffResource(request, this.#config, dryRun);
  }

  async create(request: CreateRequest, context: CallContext) {
    return this.#writer.create(request, context);
  }

  async update(request: UpdateRequest, context: CallContext) {
    return this.#writer.update(request, context);
  }

  async read(request: ReadRequest, context: CallContext) {
    try {
      return await readResource(this.#objects, request, context);
    } catch (error) {
      const isKnown = Object.keys(request.state).length > 0;
      if (!(error instanceof UnreachableError) || !isKnown) throw error;
      if (this.#config.deleteUnreachable) {
        context.log('warning', `${error.message}. The resource is removed from the state, as deleteUnreachable asks.`);
        return undefined;
      }
      context.log('warning', `${error.message}. The state stays as it was. ${REMEDY}`);
      return { id: request.id, inputs: request.inputs, state: request.state };
    }
  }

  async delete(request: DeleteRequest, context: CallContext): Promise<void> {
    try {
      await this.#delete(request, context);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      if (!this.#config.deleteUnreachable) throw new Error(`${error.message}. ${REMEDY}`, { cause: error });
      context.log('warning', `${error.message}. The resource is removed from the state, as deleteUnreachable asks.`);
    }
  }

  invoke(token: string, args: Properties): Promise<{ outs: Properties }> {
    if (token === 'kubernetes:yaml:decode') {
      return Promise.resolve({ outs: { result: decodeManifest(text(args, 'text'), text(args, 'defaultNamespace')) } });
    }
    const type = token === 'kubernetes:helm:template' ? 'kubernetes:helm.sh/v3:Chart' : token;
    throw new Error(refusal(type) ?? `The kubernetes provider has no function ${token}.`);
  }

  construct(type: string): Promise<never> {
    throw new Error(refusal(type) ?? `The kubernetes provider has no component ${type}.`);
  }

  async #delete(request: DeleteRequest, context: CallContext): Promise<void> {
    const { live: old, fieldManager, inputs: stored } = readState(request.state);
    const inputs = toObject(Object.keys(request.inputs).length > 0 ? request.inputs : stored);
    const fallback = parseToken(request.type);
    const kind = old.kind ?? inputs.kind ?? fallback.kind;
    const reference = {
      apiVersion: old.apiVersion ?? inputs.apiVersion ?? fallback.apiVersion,
      kind,
      ...parseId(request.id),
    };
    const live = await this.#objects.get(reference);
    if (live === undefined) return;
    if (isPatch(request.type, kind)) {
      if (fieldManager !== undefined) await this.#relinquish(live, fieldManager);
      return;
    }
    const options = { propagationPolicy: propagationOf(inputs), uid: live.metadata.uid };
    if (!(await this.#objects.delete(reference, options))) return;
    if (isSet(inputs, 'skipAwait') && SKIPPABLE.has(kind)) return;
    await untilGone(this.#objects, live, timeoutOf(inputs, request.timeout), context);
  }

  async #relinquish(live: KubeObject, fieldManager: string): Promise<void> {
    try {
      await this.#writer.relinquish(live, fieldManager);
    } catch (error) {
      throw new Error(
        `The Patch resource owns a field that must not be missing. Set the resource option retainOnDelete, or let another manager ` +
          `own the field: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  #namespaced(inputs: Properties, olds: Properties): Promise<Properties> {
    return withNamespace(this.#objects, this.#namespace, inputs, olds);
  }
}
