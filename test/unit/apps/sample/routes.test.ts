import { readRoutes } from '../../../../apps/sample/routes';

function read(text: string | undefined) {
  const problems: string[] = [];
  return { routes: readRoutes(text, (expected) => problems.push(expected)), problems };
}

test('no routes are none', () => {
  expect(read(undefined)).toEqual({ routes: null, problems: [] });
  expect(read('')).toEqual({ routes: null, problems: [] });
});

test('what a route does not say is nothing', () => {
  const calls = [[{ name: 'cart', url: 'http://cart:8080/' }]];
  expect(read(JSON.stringify({ '/': {}, '/buy': { rounds: 100, delayMs: 2.5, errorRate: 0.1, calls } }))).toEqual({
    routes: new Map([
      ['/', { rounds: 0, delayMs: 0, errorRate: 0, calls: [] }],
      ['/buy', { rounds: 100, delayMs: 2.5, errorRate: 0.1, calls }],
    ]),
    problems: [],
  });
});

test('what is wrong is named, all at once', () => {
  expect(read('{').problems).toEqual(['JSON']);
  expect(read('[]').problems).toEqual(['an object of routes by path']);
  const routes = { buy: { rounds: -1, errorRate: '1', calls: [[{ name: 'cart', url: 'cart' }]] } };
  expect(read(JSON.stringify(routes)).problems).toEqual([
    'paths that begin with "/", not "buy"',
    'buy.calls as groups of { name, url } with http:// addresses',
    'buy.rounds from 0 to 1000000000',
    'buy.errorRate from 0 to 1',
  ]);
});
