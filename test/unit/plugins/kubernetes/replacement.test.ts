import { ApiError } from '../../../../plugins/kubernetes/client/errors';
import { parseConfig } from '../../../../plugins/kubernetes/config';
import { diffResource } from '../../../../plugins/kubernetes/replacement';
import type { Properties } from '../../../../plugins/rpc/types';

const config = parseConfig({}, {});
const base = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } };

function request(
  olds: Properties,
  news: Properties,
  state: Properties = { __fieldManager: 'm' },
  ignoreChanges: string[] = [],
) {
  const type = 'kubernetes:apps/v1:Deployment';
  const live = { ...base, ...state };
  return {
    urn: 'urn',
    type,
    id: 'default/web',
    oldInputs: { ...base, ...olds },
    olds: live,
    news: { ...base, ...news },
    ignoreChanges,
  };
}
const accepts = jest.fn(() => Promise.resolve());
const refuses = (causes: object[]) => () =>
  Promise.reject(new ApiError(422, '', JSON.stringify({ message: 'spec.x: field is immutable', details: { causes } })));
beforeEach(() => accepts.mockClear());

it('asks nobody when nothing changes', async () => {
  expect(await diffResource(request({ spec: { a: 1 } }, { spec: { a: 1 } }), config, accepts)).toEqual({
    changes: false,
  });
  expect(accepts).not.toHaveBeenCalled();
});

it('updates in place what the API server takes', async () => {
  expect(await diffResource(request({ spec: { a: 1 } }, { spec: { a: 2 } }), config, accepts)).toEqual({
    changes: true,
    replaces: [],
    deleteBeforeReplace: false,
    detailed: { 'spec.a': 'update' },
  });
});

it('does not ask about labels and annotations', async () => {
  const news = { metadata: { ...base.metadata, labels: { a: 'b' } } };
  expect(await diffResource(request({}, news), config, accepts)).toMatchObject({ replaces: [] });
  expect(accepts).not.toHaveBeenCalled();
});

it('replaces for a field of the table, deleting first what keeps its name', async () => {
  const diff = await diffResource(
    request({ spec: { selector: { a: 1 } } }, { spec: { selector: { a: 2 } } }),
    config,
    accepts,
  );
  expect(diff).toMatchObject({ replaces: ['spec.selector.a'], deleteBeforeReplace: true });
  expect(accepts).not.toHaveBeenCalled();
});

it('creates before it deletes when Pulumi made the name', async () => {
  const metadata = { ...base.metadata, annotations: { 'pulumi.com/autonamed': 'true' } };
  const diff = await diffResource(
    request({ metadata, spec: { selector: { a: 1 } } }, { metadata, spec: { selector: { a: 2 } } }),
    config,
    accepts,
  );
  expect(diff).toMatchObject({ replaces: ['spec.selector.a'], deleteBeforeReplace: false });
});

it('replaces for the fields that the API server calls immutable', async () => {
  const [olds, news] = [{ spec: { x: 1, y: 1 } }, { spec: { x: 2, y: 2 } }];
  expect(await diffResource(request(olds, news), config, refuses([{ field: 'spec.x' }]))).toMatchObject({
    replaces: ['spec.x'],
    detailed: { 'spec.x': 'update-replace', 'spec.y': 'update' },
  });
  expect(await diffResource(request(olds, news), config, refuses([]))).toMatchObject({
    replaces: ['spec.x', 'spec.y'],
  });
});

it('does not remove what an import found and the program leaves out', async () => {
  const olds = { spec: { a: 1, defaulted: 2 } };
  expect(await diffResource(request(olds, { spec: { a: 1 } }, {}), config, accepts)).toEqual({ changes: false });
  expect(await diffResource(request(olds, { spec: { a: 1 } }), config, accepts)).toMatchObject({
    detailed: { 'spec.defaulted': 'delete' },
  });
});

it('leaves ignored changes out', async () => {
  const wanted = request({ spec: { a: 1 } }, { spec: { a: 2 } }, { __fieldManager: 'm' }, ['spec.a']);
  expect(await diffResource(wanted, config, accepts)).toEqual({ changes: false });
});
