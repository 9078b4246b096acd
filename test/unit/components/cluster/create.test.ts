// They are slow to load, which stacks on other targets need not pay for.
jest.mock('@pulumi/aws', () => {
  throw new Error('@pulumi/aws is loaded');
});
jest.mock('@pulumi/eks', () => {
  throw new Error('@pulumi/eks is loaded');
});

it('the libraries of AWS are loaded with the target eks only', async () => {
  await expect(import('../../../../stacks/testbed')).resolves.toHaveProperty('createTestbed');
  await expect(import('../../../../components/cluster/eks')).rejects.toThrow('is loaded');
});
