import { environmentSection } from '../../../../../experiments/report/sections/environment';
import { analyse } from '../../../../../experiments/slis';
import type { Target } from '../../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../../fixtures/recording';

const shown = (more: Partial<Target>): string =>
  environmentSection(analyse(buildRecording(), spec, { ...target(), ...more }, meta)).text;

test('says where the load was sent, which may be a gateway', () => {
  const { namespace, service, port } = target().workload;
  expect(shown({})).toContain(`http://${service}.${namespace}.svc:${port}`);
  const ingress = { namespace: 'istio-ingress', service: 'ingress-istio', port: 80 };
  expect(shown({ ingress })).toContain('http://ingress-istio.istio-ingress.svc:80');
});
