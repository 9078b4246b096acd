import { z } from 'zod';
import { adapterNotice, podsMetric, rate } from './adapterMetric';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import { DEFAULT_TARGET, istioMetric, podsQuery, PRESENCE, type IstioMetric } from './istioMetric';
import type { Variant } from './types';

const NAME = 'hpa-istio';
const METRIC = 'istio_requests_per_second';

const settings = z
  .strictObject({
    ...hpaCommon,
    ...istioMetric,
    /** Mean rate of the pods, requests per second. @default 10 */
    targetAverageValue: rate.default(DEFAULT_TARGET),
  })
  .check(boundsInOrder);

/** The metric as prometheus-adapter's own settings say it. */
const metric = (values: IstioMetric) => ({ counter: PRESENCE, metric: METRIC, query: podsQuery(values) });

/**
 * An HPA on the requests per second that Istio's sidecar counts before each pod, from Prometheus through prometheus-adapter: the
 * application needs no metrics of its own.
 */
export const hpaIstio: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: "requests per second of each pod, as Istio's sidecars count them (HPA)",
  settings,
  requires: () => ['prometheus', 'prometheus-adapter', 'istio'],
  claims: () => [replicasClaim(NAME)],
  notes: hpaNotes,
  notice: (values) => adapterNotice(metric(values), values.behavior),
  adapterRules: (values) => ({ rules: [istioRule(values)], externalRules: [] }),
  create: (name, args, options) =>
    createHpa(
      name,
      NAME,
      args,
      [podsMetric({ ...metric(args.settings), targetAverageValue: args.settings.targetAverageValue })],
      options,
    ),
};

/**
 * Found by the series that each proxy always has. Its labels `namespace` and `pod` are those of the pod that was scraped, which for the
 * reporter `destination` is the one that served.
 */
function istioRule(values: IstioMetric): object {
  return {
    seriesQuery: `${PRESENCE}{namespace!="",pod!=""}`,
    resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
    name: { matches: `^${PRESENCE}$`, as: METRIC },
    metricsQuery: podsQuery(values),
  };
}
