import { follow } from '../api/follow';
import { readRecord } from '../record';
import { removeNode, stopNode } from '../start/node';
import { claimOf, refusalOf } from './claim';
import { interrupt, lose } from './cloud';
import type { AgentContext } from './context';
import { Jobs } from './jobs';
import { openJournal, readJournal, repeated, type Entry } from './journal';
import { launch } from './launch';
import { locals, readCounts, writeClaimed } from './local';
import type { Action, Claim, Local, Wanted } from './model';
import { advance, progress, type Marks } from './progress';
import { nextDue, reconcile, waiting, type Situation } from './reconcile';
import { nodeObjects, wantedOf, type NodeObject } from './wanted';

/** Between two looks at the machine when nothing else happens, in milliseconds. */
const look = 5_000;
/** What changes within this time is dealt with at once, in milliseconds. */
const gather = 20;

/** Keeps the nodes of a cluster as its Node objects want them. */
export class NodeAgent {
  readonly #context: AgentContext;
  readonly #write: (entry: Entry) => void;
  readonly #jobs: Jobs;
  #marks: Marks;
  #nodes: Map<string, NodeObject> | undefined;
  #pods: readonly unknown[] | undefined;
  /** Supervisor of each node that this agent has seen to, by uid: another one has a network of its own, which lacks its link. */
  readonly #seenTo = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;

  constructor(
    context: Omit<AgentContext, 'note'>,
    private readonly say: (message: string) => void,
  ) {
    this.#write = openJournal(context.layout);
    this.#marks = readJournal(context.layout).reduce(advance, new Map() as Marks);
    this.#context = {
      ...context,
      note: (event, { name, uid }, more = {}) => {
        if (repeated.has(event) || !this.#marks.get(uid)?.events.has(event))
          this.#record({ time: new Date().toISOString(), event, node: name, uid, ...more });
      },
    };
    this.#jobs = new Jobs(
      () => this.#wake(gather),
      (index, job, error) => this.#failed(index, job, error),
    );
  }

  /** Works until `signal` is aborted. Does nothing before it knows what is wanted. */
  async run(signal: AbortSignal): Promise<void> {
    const { api } = this.#context;
    const onError = (error: Error): void => this.say(error.message);
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      // Nothing is due any more, and nothing will be earlier.
      this.#due = -Infinity;
    });
    await Promise.all([
      follow(api, '/api/v1/nodes', {
        signal,
        onError,
        onChange: (objects) => {
          this.#nodes = nodeObjects(objects);
          this.#wake(gather);
        },
      }),
      follow(api, '/api/v1/pods', {
        signal,
        onError,
        onChange: (objects) => {
          this.#pods = objects;
          this.#wake(gather);
        },
      }),
    ]);
  }

  /** Looks again within some milliseconds. */
  #wake(milliseconds: number): void {
    const due = Date.now() + milliseconds;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Infinity;
      try {
        this.#step();
      } catch (error) {
        this.say((error as Error).message);
      }
      this.#wake(look);
    }, milliseconds);
  }

  #record(entry: Entry): void {
    this.#write(entry);
    this.#marks = advance(this.#marks, entry);
  }

  #failed(index: number, job: string, error: Error): void {
    const claim = this.#locals().find((local) => local.index === index)?.claim;
    this.say(`node ${claim?.name ?? index}: ${job}: ${error.message}`);
    if (claim) this.#context.note('failed', claim, { job, error: error.message });
  }

  #locals(): Local[] {
    const { layout, hierarchies } = this.#context;
    return locals(layout, hierarchies).map((local) => ({
      ...local,
      up: local.up && this.#seenTo.get(local.claim?.uid ?? '') === local.supervisor,
      busy: this.#jobs.busy(local.index),
      retry: this.#jobs.retry(local.index),
    }));
  }

  #step(): void {
    if (!this.#nodes || !this.#pods) return;
    const { layout, machine, settings } = this.#context;
    const nodes = wantedOf(this.#nodes.values(), this.#pods);
    const now = Date.now();
    const here = this.#locals();
    for (const { claim } of here) if (claim && this.#nodes.has(claim.uid)) this.#noteClaim(claim);
    for (const entry of progress(this.#marks, nodes, new Date(now).toISOString())) this.#record(entry);
    const situation: Situation = {
      now,
      nodes,
      locals: here,
      bound: settings.maxNodes,
      lastNumber: readCounts(layout).lastNumber,
      foreign: new Set(readRecord(layout)?.nodes.map(({ index }) => index)),
      refusal: (node: Wanted) => refusalOf(node, machine),
    };
    for (const { node, reason } of waiting(situation)) this.#context.note('waiting', node, { reason });
    for (const action of reconcile(situation)) this.#perform(action, now);
    this.#wake(nextDue(situation.locals, now) - now);
  }

  /** What was bought, as the labels of a Node say. */
  #offering(uid: string): Readonly<Record<string, string | undefined>> {
    const labels = this.#nodes?.get(uid)?.metadata.labels ?? {};
    return {
      instanceType: labels['node.kubernetes.io/instance-type'],
      capacity: labels['karpenter.sh/capacity-type'],
      zone: labels['topology.kubernetes.io/zone'],
    };
  }

  /** Also of an agent that was killed between the claim and this. */
  #noteClaim(claim: Claim): void {
    const { claimed, launchAt, name, uid, pool, cpu, memory, launch: number, fate } = claim;
    if (this.#marks.get(uid)?.events.has('claimed')) return;
    const created = this.#nodes?.get(uid)?.metadata.creationTimestamp;
    const seconds = (launchAt - claimed) / 1000;
    const more = { created, pool, ...this.#offering(uid), cpu, memory, launch: number, seconds, fate };
    this.#record({ time: new Date(claimed).toISOString(), event: 'claimed', node: name, uid, ...more });
  }

  #perform(action: Action, now: number): void {
    const { layout, addresses, hierarchies, supervisor, api, note, settings } = this.#context;
    const { kind, index } = action;
    if (kind === 'claim') {
      writeClaimed(layout, claimOf(action.node, index, readCounts(layout), settings, now));
      this.#wake(gather);
      return;
    }
    this.#jobs.start(index, kind, async (signal) => {
      if (kind === 'launch') {
        note('launched', action.claim);
        this.#seenTo.delete(action.claim.uid);
        this.#seenTo.set(action.claim.uid, await launch(this.#context, action.claim, signal));
      } else if (kind === 'kill') {
        await stopNode(layout, addresses, index, hierarchies, supervisor());
        const claim = this.#locals().find((local) => local.index === index)?.claim;
        if (claim) note('died', claim);
      } else if (kind === 'remove') {
        await removeNode(layout, addresses, index, hierarchies, supervisor());
        this.#seenTo.delete(action.claim?.uid ?? '');
        if (action.claim) note('removed', action.claim);
      } else if (kind === 'interrupt') {
        const object = this.#nodes?.get(action.node.uid);
        if (!object) return;
        note('interrupted', action.node, { fate: action.claim.fate });
        await interrupt(api, action.node, action.claim, object, new Date().toISOString());
      } else {
        note('died', action.node);
        await lose(api, action.node);
      }
    });
  }
}
