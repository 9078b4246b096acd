import { controlledResources, featureGates, vpa } from '../../../../components/autoscalers/vpa';
import { UPDATE_MODES } from '../../../../components/autoscalers/vpaSettings';
import { created, createdSpec } from '../../../support/pulumiMocks';

const parse = (raw: unknown) => vpa.settings.parse(raw);
const policies = (...containerPolicies: object[]) => parse({ resourcePolicy: { containerPolicies } });

describe('vpa', () => {
  it('is a VerticalPodAutoscaler with upstream defaults', async () => {
    const { objects, left } = await created('vpa');
    expect(objects).toMatchObject([
      {
        type: 'kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler',
        inputs: {
          metadata: { name: 'sample-vpa', namespace: 'testbed-app' },
          spec: {
            targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
            updatePolicy: { updateMode: 'Recreate' },
          },
        },
      },
    ]);
    expect(left).toEqual({ vpa: 'sample-vpa' });
  });

  it.each(UPDATE_MODES)('has the update mode %s', async (updateMode) => {
    expect(await createdSpec('vpa', { updateMode })).toMatchObject({ updatePolicy: { updateMode } });
  });

  it('takes everything that the VPA has', async () => {
    const boost = { cpu: { type: 'Factor', factor: 2, durationSeconds: 10 } };
    expect(
      await createdSpec('vpa', {
        updateMode: 'InPlaceOrRecreate',
        minReplicas: 1,
        evictionRequirements: [{ resources: ['cpu'], changeRequirement: 'TargetHigherThanRequests' }],
        evictAfterOOMSeconds: 60,
        startupBoost: boost,
        resourcePolicy: {
          containerPolicies: [
            {
              containerName: 'app',
              mode: 'Auto',
              minAllowed: { cpu: '50m', memory: '64Mi' },
              maxAllowed: { cpu: '1' },
              controlledResources: ['cpu'],
              controlledValues: 'RequestsOnly',
              oomBumpUpRatio: 1.5,
              startupBoost: { cpu: { type: 'Quantity', quantity: '500m' } },
            },
          ],
        },
      }),
    ).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
      updatePolicy: {
        updateMode: 'InPlaceOrRecreate',
        minReplicas: 1,
        evictionRequirements: [{ resources: ['cpu'], changeRequirement: 'TargetHigherThanRequests' }],
        evictAfterOOMSeconds: 60,
      },
      startupBoost: boost,
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: 'app',
            mode: 'Auto',
            minAllowed: { cpu: '50m', memory: '64Mi' },
            maxAllowed: { cpu: '1' },
            controlledResources: ['cpu'],
            controlledValues: 'RequestsOnly',
            oomBumpUpRatio: '1.5',
            startupBoost: { cpu: { type: 'Quantity', quantity: '500m' } },
          },
        ],
      },
    });
  });

  it.each([
    { updateMode: 'Sometimes' },
    { minReplicas: 0 },
    { startupBoost: { cpu: { type: 'Factor', quantity: '1' } } },
    {
      resourcePolicy: {
        containerPolicies: [{ containerName: '*', mode: 'Off', controlledValues: 'RequestsAndLimits' }],
      },
    },
    { recommender: { 'recommender-interval': '1d' } },
    { recommender: { 'no-such-flag': 1 } },
  ])('refuses %j', (settings) => {
    expect(vpa.settings.safeParse(settings).success).toBe(false);
  });

  it.each([
    [parse({}), ['cpu', 'memory']],
    [parse({ updateMode: 'Off' }), []],
    [policies({ containerName: '*', controlledResources: ['memory'] }), ['memory']],
    [policies({ containerName: '*', mode: 'Off' }), []],
    // Containers other than app are still under the default.
    [policies({ containerName: 'app', controlledResources: ['memory'] }), ['cpu', 'memory']],
    [policies({ containerName: 'app', controlledResources: ['cpu'] }, { containerName: '*', mode: 'Off' }), ['cpu']],
  ])('with %j owns %j', (settings, resources) => {
    expect(controlledResources(settings)).toEqual(resources);
    expect(vpa.claims(settings).map(({ thing }) => thing)).toEqual(resources);
  });

  it.each([
    [{}, []],
    [{ updateMode: 'InPlaceOrRecreate' }, []],
    [{ updateMode: 'InPlace' }, ['InPlace']],
    [{ startupBoost: { cpu: { type: 'Factor', factor: 2 } } }, ['CPUStartupBoost']],
    [{ evictAfterOOMSeconds: 60 }, ['PerVPAConfig']],
    [{ resourcePolicy: { containerPolicies: [{ containerName: '*', oomMinBumpUp: '10Mi' }] } }, ['PerVPAConfig']],
  ])('with %j needs the feature gates %j', (raw, gates) => {
    expect(featureGates(parse(raw))).toEqual(gates);
  });

  it('gives the programs their flags', () => {
    expect(
      vpa.vpaFlags?.(
        parse({
          updateMode: 'InPlace',
          evictAfterOOMSeconds: 60,
          recommender: { 'recommender-interval': '10s', 'target-cpu-percentile': 0.95 },
          updater: { 'in-place-skip-disruption-budget': true },
        }),
      ),
    ).toEqual({
      recommender: {
        'recommender-interval': '10s',
        'target-cpu-percentile': '0.95',
        'feature-gates': 'InPlace=true,PerVPAConfig=true',
      },
      updater: { 'in-place-skip-disruption-budget': 'true', 'feature-gates': 'InPlace=true,PerVPAConfig=true' },
      admissionController: { 'feature-gates': 'InPlace=true,PerVPAConfig=true' },
    });
    expect(vpa.vpaFlags?.(parse({}))).toEqual({ recommender: {}, updater: {}, admissionController: {} });
  });

  it.each([
    // kubelet 15 + metrics-server 15 + recommender 60 + updater 60
    [{}, { least: 0, mean: 75, worst: 150 }],
    [
      { recommender: { 'recommender-interval': '10s' }, updater: { 'updater-interval': '20s' } },
      { least: 0, mean: 30, worst: 60 },
    ],
    [{ updateMode: 'Off' }, null],
    [{ updateMode: 'Initial' }, null],
  ])('with %j notices a step in %j s', (raw, seconds) => {
    expect(vpa.notice(parse(raw))).toEqual(seconds);
  });

  it.each([
    [{}, ['The updater leaves the pods alone while fewer than 2 are alive (minReplicas).']],
    [{ minReplicas: 1 }, []],
    [{ updater: { 'in-place-skip-disruption-budget': true }, updateMode: 'InPlaceOrRecreate' }, []],
    [{ minReplicas: 1, updateMode: 'Auto' }, ['updateMode Auto is deprecated upstream: it is Recreate.']],
    [
      { updateMode: 'Off', minReplicas: 1, updater: { 'updater-interval': '10s' } },
      [
        'updateMode Off: the VPA only recommends and changes nothing.',
        'minReplicas, updater.updater-interval: no effect with updateMode Off.',
      ],
    ],
    [
      { updateMode: 'Initial' },
      ['updateMode Initial: only pods that are created later get the recommendation; running ones are left alone.'],
    ],
  ])('with %j says %j', (raw, expected) => {
    expect(vpa.notes?.(parse(raw))).toEqual(expected);
  });
});
