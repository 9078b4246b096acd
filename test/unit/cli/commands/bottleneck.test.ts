import { bottleneck, type BottleneckOptions } from '../../../../cli/commands/bottleneck';
import type { Interrupts } from '../../../../cli/interrupts';

const asked = (options: Partial<BottleneckOptions>) =>
  bottleneck({ stack: 'no-such-stack', levels: 4, confirm: false, json: false, ...options }, {
    signal: new AbortController().signal,
  } as Interrupts);

test('what cannot be is refused with 2 before anything is done', async () => {
  await expect(asked({ seconds: 6 })).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining('--seconds 6') as unknown,
  });
  await expect(asked({ seconds: 19, signals: 'mesh' })).rejects.toMatchObject({
    code: 2,
    message: '--seconds 19: at least 20, because CPU is looked at every 10 to 15 s.',
  });
  await expect(asked({ run: 'x', confirm: true })).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining('--confirm measures again') as unknown,
  });
  await expect(asked({ run: 'x' })).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining('There is no result of the run x') as unknown,
  });
});
