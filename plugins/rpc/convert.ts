import {
  CheckFailure as WireFailure,
  DiffResponse,
  PropertyDiff,
  type CheckResponse,
  type InvokeResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { CheckFailure, Diff, DiffKind, Properties } from './types';
import { propertiesFromWire, propertiesToWire } from './values';

const KINDS: Readonly<Record<DiffKind, PropertyDiff.Kind>> = {
  add: PropertyDiff.Kind.ADD,
  'add-replace': PropertyDiff.Kind.ADD_REPLACE,
  delete: PropertyDiff.Kind.DELETE,
  'delete-replace': PropertyDiff.Kind.DELETE_REPLACE,
  update: PropertyDiff.Kind.UPDATE,
  'update-replace': PropertyDiff.Kind.UPDATE_REPLACE,
};

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(propertiesToWire(properties));
}

export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : propertiesFromWire(struct.toJavaScript());
}

export function addFailures(response: CheckResponse | InvokeResponse, failures: readonly CheckFailure[] = []): void {
  response.setFailuresList(
    failures.map(({ property, reason }) => new WireFailure().setProperty(property).setReason(reason)),
  );
}

export function toDiffResponse(diff: Diff): DiffResponse {
  const { DIFF_NONE, DIFF_SOME, DIFF_UNKNOWN } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(diff.changes === undefined ? DIFF_UNKNOWN : diff.changes ? DIFF_SOME : DIFF_NONE)
    .setReplacesList([...(diff.replaces ?? [])])
    .setDeletebeforereplace(diff.deleteBeforeReplace ?? false);
  if (diff.detailed === undefined) return response;
  const paths = Object.entries(diff.detailed);
  for (const [path, kind] of paths) {
    // The paths are those of inputs, which a provider compares; with this flag the engine shows them from the inputs.
    response.getDetaileddiffMap().set(path, new PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));
  }
  return response.setHasdetaileddiff(true).setDiffsList([...new Set(paths.map(([path]) => topLevel(path)))]);
}

/** `spec.a[0]` -> `spec` */
function topLevel(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}
