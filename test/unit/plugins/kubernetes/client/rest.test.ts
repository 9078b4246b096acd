import {
  ApiError,
  isImmutable,
  isNamespaceMissing,
  UnreachableError,
} from '../../../../../plugins/kubernetes/client/errors';
import { isTransient, Rest } from '../../../../../plugins/kubernetes/client/rest';
import { ApiServer } from '../../../../support/apiServer';

const server = new ApiServer();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.requests.splice(0));

const get = { method: 'GET', path: '/api/v1' } as const;

it('tries again when the connection is lost or the server is busy', async () => {
  server.upcoming.push('reset', { code: 503 });
  expect((await new Rest(server.connector).send(get)).code).toBe(200);
  expect(server.requests).toHaveLength(3);
});

it('does not try again what the server refuses', async () => {
  const body = { message: 'no', reason: 'Forbidden', details: { causes: [{ field: 'spec.a' }] } };
  server.upcoming.push({ code: 403, body });
  const error: unknown = await new Rest(server.connector).send(get).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ message: 'no', code: 403, reason: 'Forbidden', causes: [{ field: 'spec.a' }] });
  expect(server.requests).toHaveLength(1);
});

it('asks for new credentials once when these are not accepted', async () => {
  const forget = jest.fn();
  server.upcoming.push({ code: 401 });
  await new Rest(Object.assign(server.connector, { forget })).send(get);
  expect(forget).toHaveBeenCalledTimes(1);
});

it('passes warnings on', async () => {
  const warnings: string[] = [];
  server.upcoming.push({ code: 200, headers: { warning: '299 - "v1 \\"x\\" is deprecated", 299 - "second"' } });
  await new Rest(server.connector).send({ ...get, warn: (message) => warnings.push(message) });
  expect(warnings).toEqual(['v1 "x" is deprecated', 'second']);
});

it('says which server cannot be reached, and does not wait for it twice', async () => {
  const gone = new ApiServer();
  await gone.start();
  const connector = gone.connector;
  const { server: address } = await connector.connect();
  await gone.stop();
  const rest = new Rest({ connect: () => Promise.resolve({ server: address, options: {} }) } as never);
  await expect(rest.send({ ...get, patience: 1.2 })).rejects.toThrow(
    `The Kubernetes API server at ${address} cannot be reached`,
  );
  await expect(rest.send(get)).rejects.toThrow(UnreachableError);
});

it('knows what may mend itself', () => {
  expect(isTransient(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBe(true);
  expect(isTransient(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))).toBe(false);
  expect(isTransient(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNRESET' })]))).toBe(true);
});

it.each([
  'Service "a" is invalid: spec.clusterIP: Invalid value: "None": field is immutable',
  'Pod "a" is invalid: spec: Forbidden: pod updates may not be changed',
  "StatefulSet is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden",
])('knows an immutable field by %s', (message) => {
  expect(isImmutable(new ApiError(422, '', JSON.stringify({ message })))).toBe(true);
});

it('tells a missing namespace from a missing object', () => {
  const missing = (kind: string) => new ApiError(404, '', JSON.stringify({ details: { kind, name: 'a' } }));
  expect(isNamespaceMissing(missing('namespaces'))).toBe(true);
  expect(isNamespaceMissing(missing('pods'))).toBe(false);
});
