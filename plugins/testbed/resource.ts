import type {
  CallContext,
  CheckFailure,
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  Diff,
  DiffRequest,
  Properties,
  ReadRequest,
  UpdateRequest,
} from '../rpc/types';

/** One kind of resource of the testbed's provider. */
export interface ResourceKind {
  check?(
    request: CheckRequest,
    context: CallContext,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  diff(request: DiffRequest): Promise<Diff>;
  create(request: CreateRequest, context: CallContext): Promise<{ id: string; outs: Properties }>;
  update?(request: UpdateRequest, context: CallContext): Promise<Properties>;
  /** Undefined: the resource is gone. @default the state as it is */
  read?(request: ReadRequest): Promise<Properties | undefined>;
  delete?(request: DeleteRequest, context: CallContext): Promise<void>;
}
