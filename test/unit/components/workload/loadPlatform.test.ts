import { driverPorts } from '../../../../components/workload/loadPlatform';

test("only Locust's parts ask anything of each other, and its web interface is let be seen when asked", () => {
  expect(driverPorts(undefined)).toEqual([]);
  expect(driverPorts({ driver: 'k6' })).toEqual([]);
  expect(driverPorts({ driver: 'locust' })).toEqual([{ ports: [5557], from: 'namespace' }]);
  expect(driverPorts({ driver: 'locust', locust: { web: true } })).toEqual([
    { ports: [5557], from: 'namespace' },
    { ports: [8089], from: 'anyone' },
  ]);
});
