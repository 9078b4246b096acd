import { engineAddress } from '../../../../plugins/rpc/server';

it.each([
  [['127.0.0.1:4000'], '127.0.0.1:4000'],
  [['--logtostderr', '-v=9', '--tracing', 'http://localhost:1', '127.0.0.1:4000'], '127.0.0.1:4000'],
  [[], undefined],
])('finds the engine in %j', (args, expected) => {
  expect(engineAddress(args)).toBe(expected);
});
