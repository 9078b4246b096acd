import type { Provider } from '../rpc/types';
import { certificate } from './certificate';
import { experiment } from './experiment';
import { identity } from './identity';
import { existingCluster } from './existingCluster';
import { image, kindImage } from './image';
import { kindCluster } from './kindCluster';
import { localCluster } from './localCluster';
import { removal } from './removal';
import type { ResourceKind } from './resource';

const kinds: Readonly<Record<string, ResourceKind>> = {
  'testbed:index:LocalCluster': localCluster,
  'testbed:index:KindCluster': kindCluster,
  'testbed:index:ExistingCluster': existingCluster,
  'testbed:index:Image': image,
  'testbed:index:KindImage': kindImage,
  'testbed:index:Variant': identity('variant'),
  'testbed:index:Addon': identity('state'),
  'testbed:index:Certificate': certificate,
  'testbed:index:Removal': removal,
  'testbed:index:Experiment': experiment,
};

function kindOf(type: string): ResourceKind {
  const kind = kinds[type];
  if (kind === undefined) {
    throw new Error(`The testbed's provider has no resource ${type}; it has ${Object.keys(kinds).join(', ')}`);
  }
  return kind;
}

/** The testbed's own provider. */
export const provider: Provider = {
  name: 'testbed',
  version: '0.1.0',
  check: async (request, context) => {
    const kind = kindOf(request.type);
    return kind.check?.(request, context) ?? { inputs: request.news, failures: [] };
  },
  diff: (request) => kindOf(request.type).diff(request),
  create: (request, context) => kindOf(request.type).create(request, context),
  update: async (request, context) => {
    const kind = kindOf(request.type);
    if (kind.update === undefined) throw new Error(`${request.type} cannot be updated in place`);
    return { outs: await kind.update(request, context) };
  },
  read: async (request) => {
    const kind = kindOf(request.type);
    const state = kind.read === undefined ? request.state : await kind.read(request);
    return state && { id: request.id, inputs: request.inputs, state };
  },
  delete: async (request, context) => kindOf(request.type).delete?.(request, context),
};
