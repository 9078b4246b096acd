import { InitializationFailed, type CallContext, type Properties, type ReadRequest } from '../rpc/types';
import type { Objects } from './client/objects';
import { follow } from './client/watch';
import { diagnose } from './diagnosis';
import { parseToken, type ResourceType } from './kinds';
import { withoutServerFields } from './metadata';
import { describe, idOf, omit, parseId, withoutReadOnly, type KubeObject } from './object';
import { pruneToInputs } from './prune';
import { ruleFor } from './readiness/rules';
import { makeState, markSecrets, readState, secretModel, toObject, toProperties } from './state';

export interface ReadResult {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

/** The object as it is now; undefined when it is gone. Throws `InitializationFailed` for one of ours that is not ready. */
export async function readResource(
  objects: Objects,
  request: ReadRequest,
  { signal }: Pick<CallContext, 'signal'>,
): Promise<ReadResult | undefined> {
  const old = readState(request.state);
  const inputs = Object.keys(request.inputs).length > 0 ? request.inputs : old.inputs;
  const live = await objects.get({ ...typeOf(request.type, inputs, old.live), ...parseId(request.id) }, { signal });
  if (live === undefined) return undefined;
  const id = request.id || idOf(live.metadata);
  if (Object.keys(inputs).length === 0) {
    const imported = importedInputs(live);
    return { id, inputs: imported, state: makeState({ live, inputs: imported, fieldManager: undefined }) };
  }
  const current = markSecrets(pruneToInputs(liveProperties(live, inputs), inputs), inputs);
  const state = makeState({ live, inputs: current, fieldManager: old.fieldManager });
  const reasons = await notReady(objects, live, inputs, signal);
  if (reasons.length > 0) throw new InitializationFailed(id, state, current, reasons);
  return { id, inputs: current, state };
}

/** `stringData` is only ever written: as long as the data agrees, it is as it was. */
function liveProperties(live: KubeObject, inputs: Properties): Properties {
  const properties = toProperties(live);
  const written = live.kind === 'Secret' ? toObject(inputs)['stringData'] : undefined;
  if (typeof written !== 'object' || written === null) return properties;
  const data = (live['data'] ?? {}) as Record<string, string>;
  const read = Object.keys(written).flatMap((key) =>
    data[key] === undefined ? [] : [[key, Buffer.from(data[key], 'base64').toString()]],
  );
  return { ...properties, stringData: Object.fromEntries(read) as Properties };
}

function typeOf(token: string, inputs: Properties, live: Partial<KubeObject>): ResourceType {
  const parsed = parseToken(token);
  const text = (key: 'apiVersion' | 'kind') => {
    const value = inputs[key] ?? live[key];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    apiVersion: text('apiVersion') ?? parsed.apiVersion,
    kind: text('kind') ?? parsed.kind.replace(/Patch$/, ''),
  };
}

/** Everything that could have been written by the user. */
function importedInputs(live: KubeObject): Properties {
  const object = withoutReadOnly(omit(live, ['status']));
  const annotations = omit(object.metadata.annotations ?? {}, [
    'deployment.kubernetes.io/revision',
    'kubectl.kubernetes.io/last-applied-configuration',
  ]);
  const metadata = {
    ...omit(object.metadata, ['annotations']),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const inputs = withoutServerFields(toProperties({ ...object, metadata }));
  return markSecrets(inputs, secretModel(live, {}));
}

/** Whether an object of ours is ready at this moment; the reasons when it is not. */
async function notReady(
  objects: Objects,
  live: KubeObject,
  inputs: Properties,
  signal: AbortSignal,
): Promise<string[]> {
  const rule = ruleFor({
    ...live,
    metadata: { ...live.metadata, annotations: toObject(inputs).metadata.annotations ?? {} },
  });
  if (rule === undefined) return [];
  const needs = rule.needs?.(live);
  const related = needs ? await first(follow(objects, needs, signal)) : [];
  const { ready, reason } = rule.check(live, related);
  return ready ? [] : [`${describe(live)} is not ready: ${reason}`, ...(await diagnose(objects, live, { signal }))];
}

async function first(generator: AsyncGenerator<KubeObject[], never>): Promise<KubeObject[]> {
  const { value } = await generator.next();
  await generator.return(undefined as never);
  return value;
}
