import { kedaCron } from '../../../../components/autoscalers/kedaCron';
import { createdSpec } from '../../../support/pulumiMocks';

const notes = (raw: unknown) => kedaCron.notes?.(kedaCron.settings.parse(raw));

describe('keda-cron', () => {
  it('is a ScaledObject on a schedule', async () => {
    expect(
      await createdSpec('keda-cron', {
        timezone: 'Europe/Berlin',
        start: '0 8 * * 1-5',
        end: '0 18 * * 1-5',
        desiredReplicas: 7,
      }),
    ).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      minReplicaCount: 1,
      maxReplicaCount: 10,
      triggers: [
        {
          type: 'cron',
          name: 'schedule',
          metadata: {
            timezone: 'Europe/Berlin',
            start: '0 8 * * 1-5',
            end: '0 18 * * 1-5',
            desiredReplicas: '7',
          },
        },
      ],
    });
  });

  it.each([
    { timezone: 'Mars/Olympus' },
    { start: '0 8 * *' },
    { start: '@daily' },
    { start: '0 8 * * *', end: '0 8 * * *' },
    { desiredReplicas: 0 },
  ])('refuses %j', (settings) => {
    expect(kedaCron.settings.safeParse(settings).success).toBe(false);
  });

  it('says when the bounds are in the way', () => {
    expect(notes({})).toEqual([]);
    expect(notes({ desiredReplicas: 20 })).toEqual(['desiredReplicas 20: no more than maxReplicaCount, 10, are set.']);
    expect(notes({ desiredReplicas: 3, minReplicaCount: 3 })).toEqual([
      'The schedule: no effect, because desiredReplicas is not above minReplicaCount, 3.',
    ]);
  });

  it('never notices the load', () => {
    expect(kedaCron.notice(kedaCron.settings.parse({}))).toBeNull();
  });
});
