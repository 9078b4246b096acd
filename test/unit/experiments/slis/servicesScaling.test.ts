/** A workload of two services: the entry is the recording's workload, and what it calls has replicas of its own. */
import { analyse } from '../../../../experiments/slis';
import type { ServiceRecording, TargetService } from '../../../../experiments/services/types';
import type { Recording, Result, Target } from '../../../../experiments/types';
import { at, run, value } from '../../../fixtures/analysis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';
import { node } from '../bottleneck/levels';

const alone = run();
const { replicas, pods, hpa } = buildRecording();
const first = pods[0]!;
const front: ServiceRecording = { replicas, pods, hpa, series: {} };
/** Two replicas, and three from 120 s on; observed from 20 to 220 s. Of its pods one was seen. */
const back: ServiceRecording = {
  replicas: [
    { time: at(-7), desired: 2, created: 2, ready: 2 },
    { time: at(120), desired: 3, created: 3, ready: 3 },
  ],
  pods: [{ ...first, name: 'back-1', uid: 'back-1', restarts: 1 }],
  series: {},
};

function graph(change: Partial<ServiceRecording> = {}, more: Partial<TargetService> = {}, recorded = {}): Result {
  const services: Recording['services'] = { front, back: { ...back, ...change } };
  const whole: Target = {
    ...target(),
    services: [
      { ...node('front', ['back']), hpa: 'sample' },
      { ...node('back'), ...more },
    ],
  };
  return analyse(buildRecording('hpa-cpu', { services, ...recorded }), spec, whole, meta);
}

const SUMS = ['replicaSeconds', 'podSeconds', 'requestedCpuSeconds', 'cost'] as const;

test('replicas, pods and cost are those of all services', () => {
  const found = graph();
  const [own, all] = [(name: string) => value(alone, name)!, (name: string) => value(found, name)!];
  // 2 x 100 s and 3 x 100 s; one pod of 0.25 cores for 200 s.
  expect(all('replicaSeconds') - own('replicaSeconds')).toBeCloseTo(500, 6);
  expect(all('podSeconds') - own('podSeconds')).toBeCloseTo(200, 6);
  expect(all('requestedCpuSeconds') - own('requestedCpuSeconds')).toBeCloseTo(50, 6);
  expect([all('replicasMax'), all('replicasEnd')]).toEqual([7, 4]);
  expect(all('replicasMean')).toBeCloseTo(all('replicaSeconds') / 200, 6);
  expect(all('cost')).toBeGreaterThan(own('cost'));
  // What the entry and its requests say stays.
  for (const name of ['latencyP95', 'cpuUtilization', 'reactionTime', 'nodeSeconds']) expect(all(name)).toBe(own(name));
});

test('each service has its own share of them, and they add up', () => {
  const { slis, services } = graph();
  const of = (name: string, sli: string) => services?.[name]?.slis?.[sli];
  for (const name of SUMS) {
    expect(of('front', name)!.value).toBe(value(alone, name));
    expect(of('front', name)!.value! + of('back', name)!.value!).toBeCloseTo(slis[name]!.value!, 9);
  }
  expect(of('back', 'replicasMean')).toEqual({ value: 2.5, unit: 'replicas' });
  expect(of('back', 'cost')?.unit).toBe(slis['cost']!.unit);
});

test('each autoscaler has its reactions; a service that nothing scales has none', () => {
  const { services, reactions, scaleDowns } = graph();
  expect(services?.['front']).toMatchObject({ reactions, scaleDowns });
  expect(services?.['back']).not.toHaveProperty('reactions');
  expect(services?.['back']?.slis?.['reactionTime']).toEqual({
    value: null,
    reason: 'nothing scales it',
    notApplicable: true,
    unit: 's',
  });
  // The same HPA seven seconds later.
  const later = hpa.map((point) => ({ ...point, time: point.time + 7000 }));
  const scaled = graph({ hpa: later, replicas, pods }, { hpa: 'back-hpa' });
  const metric = (name: string) => scaled.services?.[name]?.reactions?.[0]?.parts[0];
  expect(metric('front')!.seconds).toBeCloseTo(16.2, 6);
  expect(metric('back')!.seconds).toBeCloseTo(23.2, 6);
});

test('the decisions of each HPA are checked', () => {
  const names = (result: Result) => result.checks.map(({ name }) => name).filter((name) => name.startsWith('HPA'));
  const text = 'HPA decisions that agree with its rules on its own metric, of those that can be worked out';
  expect(names(alone)).toEqual([text]);
  expect(names(graph({ hpa, replicas, pods }, { hpa: 'back-hpa' }))).toEqual([`${text} (front)`, `${text} (back)`]);
});

test('an autoscaler of any service that was never seen makes the run invalid', () => {
  expect(graph().reasons).toEqual(alone.reasons);
  const { verdict, reasons } = graph({}, { hpa: 'back-hpa' });
  expect(verdict).toBe('invalid');
  expect(reasons).toContain('Service back: The HorizontalPodAutoscaler "back-hpa" was never observed.');
});

test('what pods of any service do is told, and a service that was not seen is not taken for none', () => {
  expect(graph().warnings).toContain('Pod back-1 restarted once.');
  expect(graph({ replicas: [] }).slis['replicaSeconds']).toMatchObject({
    value: null,
    reason: 'the Deployment was never seen',
  });
});
