import { Metadata, status as codes, type ServiceError } from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { InitializationFailed } from './types';
import { propertiesToWire } from './values';

/**
 * What went wrong, in a form that the engine understands. `signal` is the call's: when it was aborted, its reason (cancelled, time
 * limit) is told too, because what a library throws on abort rarely says why.
 */
export function toServiceError(error: unknown, signal?: AbortSignal): ServiceError {
  const reason = signal?.aborted ? messageOf(signal.reason) : undefined;
  if (error instanceof InitializationFailed) {
    const known = reason === undefined || error.reasons.some((text) => text.includes(reason));
    return initializationFailed(error, known ? error.reasons : [...error.reasons, reason]);
  }
  const message = messageOf(error);
  if (reason === undefined || message.includes(reason)) return serviceError(message);
  return serviceError(isAbort(error) ? reason : `${reason}: ${message}`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.message === 'This operation was aborted');
}

function serviceError(message: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(message), { code: codes.UNKNOWN, details: message, metadata });
}

/** The engine puts a resource with such an error into the state, and mends it by an update in the next run. */
function initializationFailed(error: InitializationFailed, reasons: readonly string[]): ServiceError {
  const detail = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(Struct.fromJavaScript(propertiesToWire(error.state)))
    .setInputs(Struct.fromJavaScript(propertiesToWire(error.inputs)))
    .setReasonsList([...reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const message = reasons.join('; ');
  const status = new Status().setCode(codes.UNKNOWN).setMessage(message).setDetailsList([packed]);
  const metadata = new Metadata();
  // This header is how gRPC carries structured errors; grpc-js has no function for it.
  metadata.add('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  return serviceError(message, metadata);
}
