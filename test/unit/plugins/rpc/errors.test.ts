import { status as codes } from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { toServiceError } from '../../../../plugins/rpc/errors';
import { InitializationFailed } from '../../../../plugins/rpc/types';

function abortedWith(reason: string): AbortSignal {
  return AbortSignal.abort(new Error(reason));
}

it('passes the message of an error on', () => {
  expect(toServiceError(new Error('no such thing'))).toMatchObject({ code: codes.UNKNOWN, details: 'no such thing' });
});

it('says why a call was aborted instead of that it was', () => {
  const abort = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });
  expect(toServiceError(abort, abortedWith('cancelled')).details).toBe('cancelled');
  expect(toServiceError(new Error('pod is not ready'), abortedWith('cancelled')).details).toBe(
    'cancelled: pod is not ready',
  );
});

it('keeps the state of a resource that exists but is not ready', () => {
  const error = new InitializationFailed('ns/a', { x: 1 }, { y: 2 }, ['crash loop']);
  const [bytes] = toServiceError(error, abortedWith('time limit')).metadata.get('grpc-status-details-bin');
  const [detail] = Status.deserializeBinary(new Uint8Array(bytes as Buffer)).getDetailsList();
  expect(detail?.getTypeName()).toBe('pulumirpc.ErrorResourceInitFailed');
  const failed = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
  expect(failed.getId()).toBe('ns/a');
  expect(failed.getProperties()?.toJavaScript()).toEqual({ x: 1 });
  expect(failed.getInputs()?.toJavaScript()).toEqual({ y: 2 });
  expect(failed.getReasonsList()).toEqual(['crash loop', 'time limit']);
});
