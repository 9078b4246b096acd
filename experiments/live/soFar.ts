import type { Recent } from '../load/output';
import { DEFINITIONS } from '../slis/definitions';
import { LATENCY_QUANTILES } from '../slis/recovery';
import { formatValue } from '../slis/units';
import type { ReplicaPoint, Sli, Slo } from '../types';
import { judge, objective } from '../verdict';
import { Quantiles } from './quantiles';

/** An objective while the run goes on; its last word is the result's. */
export interface SloSoFar {
  readonly sli: string;
  readonly asked: string;
  /** For people; what it is so far, or why that is not known. */
  readonly value: string;
  /** `later`: it is known when the run is over. */
  readonly outcome: 'met' | 'missed' | 'later';
}

/** SLIs of the measured window as far as it has come, from what costs the same however long the run is. */
export class SoFar {
  private readonly latencies = new Quantiles();
  private served = 0;

  /** @param from end of the warm-up, Unix ms */
  constructor(private readonly from: number) {}

  add({ start, duration, ok }: Recent): void {
    if (start < this.from) return;
    this.latencies.add(duration);
    if (ok) this.served++;
  }

  /** @param now Unix ms @param replicas of the whole run */
  slos(slos: readonly Slo[], now: number, replicas: readonly ReplicaPoint[]): SloSoFar[] {
    return slos.map((slo) => {
      const value = this.value(slo.sli, now, replicas);
      const { unit = '' } = (DEFINITIONS as Readonly<Record<string, Pick<Sli, 'unit'>>>)[slo.sli] ?? {};
      const [judged] = judge({ [slo.sli]: { value, unit, description: '' } }, [slo], []).slos;
      return {
        sli: slo.sli,
        asked: objective(slo, unit),
        value: value === null ? 'at the end' : formatValue(Number(value.toPrecision(3)), unit),
        outcome: value === null || judged?.pass == null ? 'later' : judged.pass ? 'met' : 'missed',
      };
    });
  }

  private value(sli: string, now: number, replicas: readonly ReplicaPoint[]): number | null {
    const sent = this.latencies.count;
    if (sent === 0) return null;
    const quantile = LATENCY_QUANTILES[sli];
    if (quantile !== undefined) return quantile === 1 ? this.latencies.max : this.latencies.at(quantile);
    const seconds = (now - this.from) / 1000;
    switch (sli) {
      case 'sentRate':
        return sent / seconds;
      case 'servedRate':
        return this.served / seconds;
      case 'errorRate':
        return (sent - this.served) / sent;
      case 'availability':
        return this.served / sent;
      case 'replicasMax':
        return replicas.reduce((most, { ready }) => Math.max(most, ready), 0);
      default:
        return null;
    }
  }
}
