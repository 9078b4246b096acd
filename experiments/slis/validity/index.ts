import type { Facts } from '../facts';
import { autoscaler } from './autoscaler';
import { eachService, wholeGraph } from '../graph';
import type { Finding, Validity } from './finding';
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
    ...autoscalers(facts),
    unserved(facts),
    pods(wholeGraph(facts)),
    targets(facts),
  ];
  return { wrong: found.flatMap(({ wrong = [] }) => wrong), warnings: found.flatMap(({ warnings = [] }) => warnings) };
}

/** Of several services each one's. */
function autoscalers(facts: Facts): Finding[] {
  const services = eachService(facts);
  if (services.length === 0) return [autoscaler(facts)];
  return services.map(([name, own]) => {
    const { wrong = [], warnings = [] } = autoscaler(own);
    const told = (sentence: string): string => `Service ${name}: ${sentence}`;
    return { wrong: wrong.map(told), warnings: warnings.map(told) };
  });
}
