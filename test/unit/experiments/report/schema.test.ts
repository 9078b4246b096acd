import { parseResult } from '../../../../experiments/report/schema';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const result = analyse(buildRecording(), spec, target(), meta);
const changed = (change: object): string => JSON.stringify({ ...result, ...change });

describe('parseResult', () => {
  it('reads what analyse makes', () => expect(parseResult(JSON.stringify(result))).toEqual(result));

  it('keeps fields of a newer writer', () => expect(parseResult(changed({ cost: 3 }))).toHaveProperty('cost', 3));

  it.each([
    ['a cut-off file', '{"schema":', /not JSON: .* Was it cut off\?/],
    [
      'another version',
      changed({ schema: 'autoscaling-testbed/result/v9' }),
      /has schema "autoscaling-testbed\/result\/v9"; this version reads/,
    ],
    ['anything else', '[]', /has schema undefined/],
    ['an unknown verdict', changed({ verdict: 'maybe' }), /verdict/],
    [
      'null without a reason',
      changed({ slis: { latencyP95: { value: null, unit: 'ms', description: '' } } }),
      /a null value needs a reason/,
    ],
    ['a kubeconfig', changed({ target: { ...result.target, kubeconfig: 'x' } }), /must not hold a kubeconfig/],
  ])('refuses %s', (_, json, message) => expect(() => parseResult(json)).toThrow(message));
});
