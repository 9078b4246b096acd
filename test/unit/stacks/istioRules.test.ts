import { parseConfig } from '../../../stacks/schema';
import { configProblems as problems } from '../../fixtures/configProblems';

describe('istio', () => {
  it('is off unless the variant counts requests in sidecars', () => {
    expect(parseConfig({}).istio).toEqual({
      mode: 'none',
      gateway: false,
      loadThroughGateway: false,
      mutualTls: 'STRICT',
    });
    expect(parseConfig({ cluster: 'kind', autoscaler: 'hpa-istio' }).istio.mode).toBe('sidecar');
    expect(parseConfig({ cluster: 'kind', autoscaler: 'hpa-istio-annotations' }).istio.mode).toBe('sidecar');
    expect(parseConfig({ cluster: 'kind', istio: { mode: 'ambient', gateway: true } }).istio).toEqual({
      mode: 'ambient',
      gateway: true,
      loadThroughGateway: false,
      mutualTls: 'STRICT',
    });
  });

  it('refuses what the target cannot install, with the reason and what works', () => {
    const message = problems({ autoscaler: 'hpa-istio-annotations' });
    expect(message).toContain(
      'autoscaler is "hpa-istio-annotations": it requires kube-metrics-adapter, which cluster "local" cannot install: its images come from registries',
    );
    expect(message).toContain('It runs on: kind, eks, existing; on "local" run: fixed, hpa-cpu, hpa-memory');
    expect(message).toMatch(/on "local" run: .*hpa-istio,/);
    expect(message).not.toMatch(/on "local" run: .*hpa-istio-annotations/);
    expect(problems({ istio: { mode: 'ambient' } })).toContain(
      'istio.mode is "ambient": cluster "local" cannot install istio-ambient: its images come from registries',
    );
  });

  it('has a gateway on every cluster, and the load through it where asked for', () => {
    const istio = { mode: 'sidecar', gateway: true, loadThroughGateway: true } as const;
    for (const cluster of ['local', 'kind']) expect(parseConfig({ cluster, istio }).istio).toMatchObject(istio);
  });

  it.each([
    [
      { cluster: 'kind', autoscaler: 'hpa-istio', istio: { mode: 'ambient' } },
      /istio\.mode is "ambient": hpa-istio needs sidecar/,
    ],
    [
      { cluster: 'kind', autoscaler: 'hpa-istio', istio: { mode: 'none' } },
      /istio\.mode is "none": hpa-istio needs sidecar/,
    ],
    [{ istio: { gateway: true } }, /istio\.gateway is true: needs istio\.mode sidecar or ambient/],
    [
      { istio: { mode: 'sidecar', loadThroughGateway: true } },
      /istio\.loadThroughGateway is true: needs a gateway that the load can go through: set istio\.gateway to true/,
    ],
    [
      { cluster: 'kind', istio: { mode: 'ambient', revision: 'a' } },
      /istio\.revision is "a": only with istio\.mode sidecar/,
    ],
    [{ cluster: 'kind', istio: { mode: 'sidecar', revision: 'a' } }, /istio\.revision is "a": names one of an Istio/],
    [{ istio: { mode: 'mesh' } }, /istio\.mode is "mesh": allowed: none, sidecar, ambient/],
    [{ istio: { mtls: true } }, /istio\.mtls is true: no such key/],
  ])('refuses %j', (raw, message) => {
    expect(problems(raw)).toMatch(message);
  });
});
