// They are slow to load, which stacks on other targets need not pay for.
jest.mock('@pulumi/aws', () => {
  throw new Error('@pulumi/aws is loaded');
});
jest.mock('@pulumi/eks', () => {
  throw new Error('@pulumi/eks is loaded');
});

it('the libraries of AWS are loaded with the target eks only', () => {
  // As a function, because an import would be loaded, and fail, before the test.
  const load = (path: string): object => jest.requireActual<object>(`../../../../${path}`);
  expect(load('stacks/testbed')).toHaveProperty('createTestbed');
  expect(() => load('components/cluster/eks')).toThrow('is loaded');
});
