import { countKinds, errorKind } from '../../../../experiments/slis/errorKinds';
import type { Requests } from '../../../../experiments/types';

const requests = (rows: readonly [status: number, code: number][], codes = true): Requests => ({
  end: new Float64Array(rows.length),
  duration: new Float64Array(rows.length),
  status: Uint16Array.from(rows, ([status]) => status),
  ok: Uint8Array.from(rows, ([status]) => (status >= 200 && status < 400 ? 1 : 0)),
  ...(codes && { errorCode: Uint16Array.from(rows, ([, code]) => code) }),
});

describe('the kind of an error', () => {
  it.each([
    [0, 1050, 'timeout'],
    [0, 1211, 'timeout'],
    [0, 1212, 'connection'],
    [0, 1220, 'connection'],
    [0, 1101, 'other'],
    [0, 1310, 'other'],
    [0, 0, 'other'],
    [503, 1503, 'server'],
    [500, 1500, 'server'],
    [429, 1429, 'client'],
    [400, 1400, 'client'],
    [101, 0, 'other'],
  ] as const)('of status %i with code %i is %s', (status, code, kind) => {
    expect(errorKind(requests([[status, code]]), 0)).toBe(kind);
  });

  it('is by the status alone where there are no codes, and unknown without an answer', () => {
    expect(errorKind(requests([[503, 0]], false), 0)).toBe('server');
    expect(errorKind(requests([[0, 0]], false), 0)).toBeNull();
    expect(
      countKinds(
        requests(
          [
            [200, 0],
            [0, 0],
          ],
          false,
        ),
        [0, 1],
      ),
    ).toBeNull();
  });

  it('is counted for the failed ones among those asked for', () => {
    const all = requests([
      [200, 0],
      [0, 1050],
      [0, 1050],
      [503, 1503],
      [404, 1404],
      [0, 1212],
      [0, 1101],
    ]);
    expect(countKinds(all, [0, 1, 2, 3, 4, 5])).toEqual({ timeout: 2, connection: 1, server: 1, client: 1, other: 0 });
  });
});
