import { DiffResponse, PropertyDiff } from '@pulumi/pulumi/proto/provider_pb';
import { toDiffResponse } from '../../../../plugins/rpc/convert';

const { DIFF_NONE, DIFF_SOME, DIFF_UNKNOWN } = DiffResponse.DiffChanges;

it.each([
  [{ changes: true }, DIFF_SOME],
  [{ changes: false }, DIFF_NONE],
  [{}, DIFF_UNKNOWN],
])('tells changes %j', (diff, expected) => {
  const response = toDiffResponse(diff);
  expect(response.getChanges()).toBe(expected);
  expect(response.getHasdetaileddiff()).toBe(false);
});

it('tells paths, replacements and their order', () => {
  const response = toDiffResponse({
    changes: true,
    replaces: ['spec.selector'],
    deleteBeforeReplace: true,
    detailed: { 'spec.selector': 'update-replace', 'spec.ports[0].port': 'add' },
  });
  expect(response.getReplacesList()).toEqual(['spec.selector']);
  expect(response.getDeletebeforereplace()).toBe(true);
  expect(response.getDetaileddiffMap().get('spec.selector')?.getKind()).toBe(PropertyDiff.Kind.UPDATE_REPLACE);
  expect(response.getDetaileddiffMap().get('spec.ports[0].port')?.getKind()).toBe(PropertyDiff.Kind.ADD);
  expect(response.getDiffsList()).toEqual(['spec']);
});
