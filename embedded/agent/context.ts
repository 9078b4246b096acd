import type { Api } from '../api/client';
import type { Place } from '../context';
import type { AgentFile } from '../plan/services';
import type { Happening } from './journal';

/** What the agent acts with. */
export interface AgentContext extends Place {
  readonly settings: AgentFile['settings'];
  readonly api: Api;
  /** Writes down what happened to a Node at this moment, with what there is to say. */
  readonly note: (event: Happening, who: Named, more?: Readonly<Record<string, unknown>>) => void;
  /** Id of the cluster's supervisor, in whose namespaces the network is. */
  readonly supervisor: () => number;
}

/** Whom an entry of the journal is about. */
export interface Named {
  readonly name: string;
  readonly uid: string;
}
