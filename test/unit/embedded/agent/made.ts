import type { Claim, Local, Wanted } from '../../../../embedded/agent/model';

export const gibibyte = 1024 ** 3;

/** A Node of one core that wants a machine, made at `created` ms. */
export const wanted = (name: string, more: Partial<Wanted> = {}): Wanted => ({
  name,
  uid: `uid-${name}`,
  providerId: `kwok://${name}`,
  pool: 'spot',
  created: 0,
  deleting: false,
  registered: false,
  ready: false,
  noticed: false,
  pods: 1,
  size: { cpu: 1, memory: gibibyte },
  ...more,
});

/** A claim of such a Node, launched at 0 ms, that lives. */
export const claim = (index: number, name: string, more: Partial<Claim> = {}): Claim => ({
  index,
  name,
  uid: `uid-${name}`,
  providerId: `kwok://${name}`,
  pool: 'spot',
  cpu: 1,
  memory: gibibyte,
  launch: 1,
  claimed: 0,
  launchAt: 0,
  fate: { kind: 'lives' },
  ...more,
});

/** A node that runs. */
export const local = (index: number, name: string, more: Partial<Local> = {}): Local => ({
  index,
  claim: claim(index, name),
  up: true,
  traces: true,
  ...more,
});
