import type { Facts } from '../facts';
import { autoscaler } from './autoscaler';
import type { Validity } from './finding';
import { connections, generatorKeptUp, unserved } from './load';
import { pods, targets } from './pods';
import { gaps, sourcesAgree, windowComplete } from './recording';

export function validity(facts: Facts): Validity {
  const found = [
    windowComplete(facts),
    generatorKeptUp(facts),
    gaps(facts),
    sourcesAgree(facts),
    connections(facts),
    autoscaler(facts),
    unserved(facts),
    pods(facts),
    targets(facts),
  ];
  return { wrong: found.flatMap(({ wrong = [] }) => wrong), warnings: found.flatMap(({ warnings = [] }) => warnings) };
}
