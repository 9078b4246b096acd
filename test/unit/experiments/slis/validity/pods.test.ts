import type { PodRecord, Recording } from '../../../../../experiments/types';
import { at, run } from '../../../../fixtures/analysis';
import { buildRecording } from '../../../../fixtures/recording';

it.each<[string, Partial<Recording>, RegExp]>([
  [
    'restarts',
    { pods: buildRecording().pods.map((pod) => (pod.initial ? { ...pod, restarts: 2 } : pod)) },
    /restarted 2 times\.$/,
  ],
  [
    'a pod that waits for a node',
    {
      pods: [
        ...buildRecording().pods,
        { ...(buildRecording().pods[0] as PodRecord), name: 'late', created: at(67), scheduled: null, ready: null },
      ],
    },
    /^Pod late never became ready: it was not scheduled\.$/,
  ],
])('%s are warned of, and leave the verdict', (_, change, warning) => {
  const found = run(change);
  expect(found.warnings).toContainEqual(expect.stringMatching(warning));
  expect(found.verdict).toBe('pass');
});
