import {
  Server,
  ServerCredentials,
  status as codes,
  type handleUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Calls } from './calls';
import { messageOf, toServiceError } from './errors';
import type { CallContext } from './types';

/** Charts and custom resource definitions exceed gRPC's default of 4 MiB; this is what the engine itself allows, in bytes. */
const MAX_MESSAGE = 400 * 1024 * 1024;

/** The first argument that is neither a flag nor the value of one; undefined when the engine attaches to a running plugin. */
export function engineAddress(args: readonly string[]): string | undefined {
  return args.find((argument, index) => !argument.startsWith('-') && args[index - 1] !== '--tracing');
}

/** Serves on a free port of the loopback interface; resolves to the port. What is not implemented answers UNIMPLEMENTED. */
export async function listen(
  service: ServiceDefinition,
  implementation: UntypedServiceImplementation,
): Promise<number> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE,
    'grpc.max_send_message_length': MAX_MESSAGE,
  });
  server.addService(service, implementation);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

interface MaybeTimed {
  getUrn?(): string;
  getTimeout?(): number;
}

/** A method of the protocol, as a function from request to response. */
export function unary<Q extends object, S>(
  calls: Calls,
  work: (request: Q, context: CallContext) => Promise<S> | S,
): handleUnaryCall<Q, S> {
  return (call, reply) => {
    const request: MaybeTimed = call.request;
    const cancelled = new AbortController();
    call.on('cancelled', () => cancelled.abort(new Error('the Pulumi engine gave the call up')));
    const options = {
      urn: request.getUrn?.() ?? '',
      timeout: request.getTimeout?.() ?? 0,
      cancelled: cancelled.signal,
    };
    calls
      .run(options, async (context) => work(call.request, context))
      .then(
        (end) => ('value' in end ? reply(null, end.value) : reply(toServiceError(end.error, end.signal))),
        (error: unknown) => reply({ code: codes.INTERNAL, details: messageOf(error) }),
      );
  };
}
