import { Timeline } from '../../../../experiments/record/observations';
import { hpaFacts } from '../../../../experiments/record/facts';
import type { Hpa, Pod } from '../../../../experiments/record/objects';
import { autoscalersWatch, deploymentsWatch, podsWatch } from '../../../../experiments/services/watch';
import { gridOf } from '../../../../experiments/services/query';
import { deployment, hpa } from '../preflight/objects';
import { CHAIN } from '../bottleneck/levels';

const podOf = (name: string, service: string): Pod => ({
  metadata: {
    name,
    uid: name,
    creationTimestamp: '2026-11-23T08:00:00Z',
    labels: { 'app.kubernetes.io/name': service },
  },
  spec: { containers: [] },
});

test('one watch sees the objects of all services, and says whose they are', () => {
  const [pods, deployments] = [podsWatch('/pods', CHAIN), deploymentsWatch('/deployments', CHAIN)];
  expect(pods.collection.query).toEqual({ labelSelector: 'app.kubernetes.io/name in (a,b,c)' });
  expect(pods.seen('ADDED', podOf('b-1', 'b'))).toMatchObject({ kind: 'pod', service: 'b', facts: { name: 'b-1' } });
  expect(pods.seen('ADDED', podOf('x', 'other'))).toBeUndefined();
  const object = deployment(2);
  expect(deployments.seen('MODIFIED', { ...object, metadata: { ...object.metadata, name: 'c' } })).toMatchObject({
    service: 'c',
    facts: { desired: 2 },
  });
  expect(deployments.seen('MODIFIED', object)).toBeUndefined();
});

test('one watch sees what scales each service, and nothing where nothing does', () => {
  const services = CHAIN.map((service) =>
    service.name === 'a' ? service : { ...service, hpa: `${service.name}-hpa` },
  );
  const watched = (all: typeof CHAIN) =>
    autoscalersWatch<Hpa>(
      'HPA',
      '/hpas',
      all,
      ({ hpa: name }) => name,
      (change, object) => ({ kind: 'hpa', change, facts: hpaFacts(object) }),
    );
  expect(watched(CHAIN)).toBeNull();
  const found = watched(services);
  expect(found?.collection).toEqual({ name: "services' HPAs", path: '/hpas' });
  const named = (name: string): Hpa => ({ ...hpa({ maxReplicas: 7 }), metadata: { ...hpa().metadata, name } });
  const seen = found?.seen('MODIFIED', named('b-hpa'));
  expect(seen).toMatchObject({ kind: 'hpa', service: 'b', facts: { rules: { maxReplicas: 7 } } });
  expect(found?.seen('MODIFIED', named('other'))).toBeUndefined();
  const timeline = new Timeline();
  timeline.add({ time: 5, ...seen! });
  expect([timeline.hpa, timeline.services.get('b')?.hpa.length]).toEqual([[], 1]);
});

test('what is seen of a service is not what is seen of the workload as one', () => {
  const timeline = new Timeline();
  const seen = podsWatch('/pods', CHAIN).seen('ADDED', podOf('b-1', 'b'));
  timeline.add({ time: 5, ...seen! });
  timeline.add({
    time: 9,
    kind: 'deployment',
    service: 'b',
    change: 'ADDED',
    facts: { desired: 1, created: 1, ready: 0 },
  });
  expect([timeline.pods(), timeline.replicas, timeline.from, timeline.to]).toEqual([[], [], 5, 9]);
  expect(
    timeline.services
      .get('b')
      ?.pods()
      .map(({ name }) => name),
  ).toEqual(['b-1']);
  expect(timeline.services.get('b')?.replicas).toEqual([{ time: 9, desired: 1, created: 1, ready: 0 }]);
});

test('the points of a series go from end to end, two seconds apart, and not more than six hundred', () => {
  expect(gridOf({ from: 0, to: 5000 })).toEqual([0, 5000 / 3, 10_000 / 3, 5000]);
  expect(gridOf({ from: 0, to: 3_600_000 })).toHaveLength(601);
});
