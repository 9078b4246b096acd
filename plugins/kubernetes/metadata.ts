import { Secret, UNKNOWN, type Properties } from '../rpc/types';
import { isObject, reveal } from '../rpc/values';
import { withoutReadOnly } from './object';

/** The metadata without secret marks; empty when it is not known or not an object. */
export function metadataOf(inputs: Properties): Properties {
  const metadata = reveal(inputs['metadata'] ?? {});
  return isObject(metadata) ? metadata : {};
}

/** The inputs with their metadata changed. A secret stays one, and metadata that is not known stays as it is. */
export function editMetadata(inputs: Properties, edit: (metadata: Properties) => Properties): Properties {
  const { metadata = {} } = inputs;
  if (metadata === UNKNOWN) return inputs;
  if (metadata instanceof Secret) {
    return isObject(metadata.value) ? { ...inputs, metadata: new Secret(edit(metadata.value)) } : inputs;
  }
  return isObject(metadata) ? { ...inputs, metadata: edit(metadata) } : inputs;
}

/** The inputs without the fields of their metadata that only the API server sets. */
export function withoutServerFields(inputs: Properties): Properties {
  return inputs['metadata'] === undefined
    ? inputs
    : editMetadata(inputs, (metadata) => withoutReadOnly({ metadata }).metadata);
}
