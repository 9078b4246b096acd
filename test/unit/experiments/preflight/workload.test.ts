import { deploymentObstacles } from '../../../../experiments/preflight/workload';
import type { Pod } from '../../../../experiments/record/objects';
import { deployment, hpa, pod, scaledObject, scene, target } from './objects';

const wanted = target();

describe('before load is sent', () => {
  it('the Deployment must be there, with requests, and available', () => {
    expect(deploymentObstacles(scene(), wanted)).toEqual([]);
    expect(deploymentObstacles(scene({ deployment: undefined, pods: [] }), wanted)[0]).toMatchObject({
      problem: 'Deployment app/sample does not exist',
      final: true,
    });
    expect(deploymentObstacles(scene({ deployment: deployment(1, { memory: '1Gi' }) }), wanted)[0]).toMatchObject({
      problem: 'Deployment app/sample: no CPU request on app',
      final: true,
    });
    const pulling: Pod = {
      ...pod(false),
      status: { containerStatuses: [{ name: 'app', restartCount: 0, state: { waiting: { reason: 'ErrImagePull' } } }] },
    };
    const [obstacle] = deploymentObstacles(
      scene({ deployment: { ...deployment(2), status: {} }, pods: [pulling] }),
      wanted,
    );
    expect(obstacle?.problem).toBe('Deployment app/sample is not available: 0 of 2 replicas (ErrImagePull)');
    expect(obstacle?.final).toBeUndefined();
  });

  it('each pod has the proxy that its mesh adds', () => {
    const proxied = (name: string): Pod => ({
      ...pod(true, undefined, name),
      spec: { containers: [], initContainers: [{ name: 'istio-proxy', restartPolicy: 'Always' }] },
    });
    const meshed = { ...wanted, workload: { ...wanted.workload, proxy: 'istio-proxy' } };
    expect(deploymentObstacles(scene({ pods: [proxied('a')] }), meshed)).toEqual([]);
    const [obstacle] = deploymentObstacles(scene({ pods: [proxied('a'), pod(true, undefined, 'b')] }), meshed);
    expect(obstacle?.problem).toBe('no container istio-proxy in b');
    expect(obstacle?.remedy).toContain('webhook');
    // One that is going is not waited for.
    const going = pod(true, '2026-11-23T08:00:00Z', 'c');
    expect(deploymentObstacles(scene({ pods: [proxied('a'), going] }), meshed)).toEqual([]);
    expect(deploymentObstacles(scene({ pods: [pod()] }), wanted)).toEqual([]);
  });

  it('it may have no replica only where the autoscaler lets it rest there', () => {
    const none = { deployment: deployment(0), pods: [] };
    expect(deploymentObstacles(scene(none), wanted)[0]?.problem).toContain('0 of 0 replicas');
    expect(deploymentObstacles(scene({ ...none, hpa: hpa() }), wanted)[0]?.problem).toContain('0 of 0 replicas');
    const zero = scaledObject({ minReplicaCount: 0 });
    expect(deploymentObstacles(scene({ ...none, hpa: hpa(), scaledObject: zero }), wanted)).toEqual([]);
  });
});
