import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { PluginAttach, PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as wire from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Calls } from './calls';
import { addFailures, fromStruct, toDiffResponse, toStruct } from './convert';
import { Engine } from './engine';
import { followEngine } from './lifetime';
import { engineAddress, listen, unary } from './server';
import type { CallContext, Provider } from './types';

/**
 * Serves the provider to the engine that started this process, and prints the port as the first line on stdout (nothing may be
 * printed before). Resolves once it listens; the process ends with the engine.
 */
export async function serve(provider: Provider): Promise<void> {
  const engine = new Engine();
  const calls = new Calls(engine);
  const address = engineAddress(process.argv.slice(2));
  if (address !== undefined) engine.connect(address);
  // A stray rejection (a watch that fails after its use, say) must not take other resources' calls down with it.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => engine.log('error', `${provider.name}: ${stackOf(error)}`, '', false));
  }
  followEngine(calls, address !== undefined);
  const port = await listen(ResourceProviderService, handlers(provider, engine, calls));
  process.stdout.write(`${port}\n`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A method of the protocol as a function from request to response; whatever is missing answers UNIMPLEMENTED. */
function handlers(provider: Provider, engine: Engine, calls: Calls): UntypedServiceImplementation {
  const method = <Q extends object, S>(work: (request: Q, context: CallContext) => Promise<S> | S) =>
    unary(calls, work);
  const checkConfig = provider.checkConfig?.bind(provider);
  const diffConfig = provider.diffConfig?.bind(provider);
  const invoke = provider.invoke?.bind(provider);
  const construct = provider.construct?.bind(provider);
  return {
    handshake: method((request: wire.ProviderHandshakeRequest) => {
      engine.connect(request.getEngineAddress());
      return new wire.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true);
    }),
    attach: method((request: PluginAttach) => {
      engine.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: method(() => new PluginInfo().setVersion(provider.version)),
    getSchema: method((request: wire.GetSchemaRequest) => {
      if (request.getVersion() !== 0)
        throw new Error(`Schema version ${request.getVersion()} is not known, only 0 is.`);
      return new wire.GetSchemaResponse().setSchema(provider.schema?.() ?? '{}');
    }),
    cancel: method(() => {
      calls.abort('cancelled');
      return new Empty();
    }),

    ...(checkConfig && {
      checkConfig: method(async (request: wire.CheckRequest, context) => {
        const config = {
          urn: request.getUrn(),
          olds: fromStruct(request.getOlds()),
          news: fromStruct(request.getNews()),
        };
        const { inputs, failures } = await checkConfig(config, context);
        const response = new wire.CheckResponse().setInputs(toStruct(inputs));
        addFailures(response, failures);
        return response;
      }),
    }),
    ...(diffConfig && {
      diffConfig: method(async (request: wire.DiffRequest, context) => {
        const config = {
          urn: request.getUrn(),
          olds: fromStruct(request.getOlds()),
          oldInputs: fromStruct(request.getOldInputs()),
          news: fromStruct(request.getNews()),
        };
        return toDiffResponse(await diffConfig(config, context));
      }),
    }),
    configure: method(async (request: wire.ConfigureRequest) => {
      await provider.configure?.(fromStruct(request.getArgs()));
      return new wire.ConfigureResponse().setAcceptsecrets(true).setAcceptoutputs(true).setSupportspreview(true);
    }),
    ...(invoke && {
      invoke: method(async (request: wire.InvokeRequest, context) => {
        const { outs, failures } = await invoke.call(
          provider,
          request.getTok(),
          fromStruct(request.getArgs()),
          context,
        );
        const response = new wire.InvokeResponse().setReturn(toStruct(outs ?? {}));
        addFailures(response, failures);
        return response;
      }),
    }),

    ...(construct && { construct: method((request: wire.ConstructRequest) => construct(request.getType())) }),

    check: method(async (request: wire.CheckRequest, context) => {
      const resource = {
        ...identity(request),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        randomSeed: request.getRandomseed_asU8(),
      };
      const { inputs, failures } = await provider.check(resource, context);
      const response = new wire.CheckResponse().setInputs(toStruct(inputs));
      addFailures(response, failures);
      return response;
    }),
    diff: method(async (request: wire.DiffRequest, context) => {
      const resource = {
        ...identity(request),
        id: request.getId(),
        oldInputs: fromStruct(request.getOldInputs()),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
      };
      return toDiffResponse(await provider.diff(resource, context));
    }),
    create: method(async (request: wire.CreateRequest, context) => {
      const resource = {
        ...identity(request),
        ...timeout(request),
        news: fromStruct(request.getProperties()),
        preview: request.getPreview(),
      };
      const { id, outs } = await provider.create(resource, context);
      return new wire.CreateResponse().setId(id).setProperties(toStruct(outs));
    }),
    update: method(async (request: wire.UpdateRequest, context) => {
      const resource = {
        ...identity(request),
        ...timeout(request),
        id: request.getId(),
        oldInputs: fromStruct(request.getOldInputs()),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
        preview: request.getPreview(),
      };
      const { outs } = await provider.update(resource, context);
      return new wire.UpdateResponse().setProperties(toStruct(outs));
    }),
    read: method(async (request: wire.ReadRequest, context) => {
      const resource = {
        ...identity(request),
        id: request.getId(),
        inputs: fromStruct(request.getInputs()),
        state: fromStruct(request.getProperties()),
      };
      const found = await provider.read(resource, context);
      // An empty id says that it is gone.
      if (found === undefined) return new wire.ReadResponse();
      return new wire.ReadResponse()
        .setId(found.id)
        .setInputs(toStruct(found.inputs))
        .setProperties(toStruct(found.state));
    }),
    delete: method(async (request: wire.DeleteRequest, context) => {
      const resource = {
        ...identity(request),
        ...timeout(request),
        id: request.getId(),
        inputs: fromStruct(request.getOldInputs()),
        state: fromStruct(request.getProperties()),
      };
      await provider.delete(resource, context);
      return new Empty();
    }),
  };
}

/** Type and name come since engine 3.1xx; before, they have to be taken from the URN (`urn:pulumi:STACK::PROJECT::TYPE::NAME`). */
function identity(request: { getUrn(): string; getType(): string; getName(): string }) {
  const urn = request.getUrn();
  const [, , types = '', ...name] = urn.split('::');
  return {
    urn,
    type: request.getType() || types.slice(types.lastIndexOf('$') + 1),
    name: request.getName() || name.join('::'),
  };
}

function timeout(request: { getTimeout(): number }): { timeout?: number } {
  const seconds = request.getTimeout();
  return seconds > 0 ? { timeout: seconds } : {};
}
