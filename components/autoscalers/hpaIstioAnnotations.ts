import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { rate } from './adapterMetric';
import { goDuration, seconds } from './duration';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon, scaleUpTolerance, scaleUpWindow } from './hpaSettings';
import { DEFAULT_TARGET, istioMetric, totalQuery } from './istioMetric';
import { averagingLag, held, periodic, PERIODS } from './notice';
import { prometheusAddress } from './scaledObject';
import type { Variant } from './types';

const NAME = 'hpa-istio-annotations';
/** It becomes part of an annotation's key, which takes neither capitals nor "_". */
const METRIC = 'istio-requests-per-second';

const settings = z
  .strictObject({
    ...hpaCommon,
    ...istioMetric,
    /** Requests per second of all pods, divided by the number of pods. @default 10 */
    targetAverageValue: rate.default(DEFAULT_TARGET),
    /** How often kube-metrics-adapter asks Prometheus; its own default is 60s. @default 15s, as often as the HPA asks it */
    interval: goDuration.default('15s'),
  })
  .check(boundsInOrder);

type Settings = z.infer<typeof settings>;

/**
 * An HPA whose annotations hold the query: kube-metrics-adapter reads them, asks Prometheus and serves the answer as an external metric.
 */
export const hpaIstioAnnotations: Variant<Settings> = {
  name: NAME,
  description: "requests per second by Istio's sidecars, a query in the HPA's annotations (HPA)",
  settings,
  requires: () => ['prometheus', 'kube-metrics-adapter', 'istio'],
  claims: () => [replicasClaim(NAME), { thing: 'externalMetrics', owner: 'kube-metrics-adapter' }],
  notes: hpaNotes,
  notice: ({ window, interval, behavior }) => {
    const lag = averagingLag(seconds(window), scaleUpTolerance(behavior));
    return held(periodic(lag, PERIODS.scrape, seconds(interval), PERIODS.hpaSync), scaleUpWindow(behavior));
  },
  create(name, args, options) {
    const { namespace, deployment } = args.workload;
    const query = pulumi
      .all([namespace, deployment])
      .apply(([inside, called]) => totalQuery(args.settings, { namespace: inside, deployment: called }));
    // metric-config.TYPE.METRIC.COLLECTOR/KEY, see Prometheus collector in kube-metrics-adapter's README.
    const key = (of: string) => `metric-config.external.${METRIC}.prometheus/${of}`;
    const annotations = {
      [key('prometheus-server')]: prometheusAddress(args.prometheus),
      [key('query')]: query,
      [key('interval')]: args.settings.interval,
    };
    const metric = {
      type: 'External',
      external: {
        // The label chooses the collector; without a selector there is none.
        metric: { name: METRIC, selector: { matchLabels: { type: 'prometheus' } } },
        target: { type: 'AverageValue', averageValue: String(args.settings.targetAverageValue) },
      },
    };
    return createHpa(name, NAME, args, [metric], options, annotations);
  },
};
