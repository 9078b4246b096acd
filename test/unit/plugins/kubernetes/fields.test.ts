import { keepIgnored, owns, takeOver } from '../../../../plugins/kubernetes/fields';
import type { ManagedFields } from '../../../../plugins/kubernetes/object';

const object = (replicas: number, managedFields?: ManagedFields[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', ...(managedFields && { managedFields }) },
  spec: { replicas, paused: false },
});
const replicas = { 'f:spec': { 'f:replicas': {} } };

it('reads who owns a field', () => {
  expect(owns({ fieldsV1: replicas }, ['spec', 'replicas'])).toBe(true);
  expect(owns({ fieldsV1: replicas }, ['spec', 'paused'])).toBe(false);
});

it("leaves an ignored field out that is someone else's", () => {
  const live = object(5, [
    { manager: 'autoscaler', fieldsV1: replicas },
    { manager: 'ours', fieldsV1: {} },
  ]);
  expect(keepIgnored(object(1), live, ['spec.replicas'], 'ours')['spec']).toEqual({ paused: false });
});

it('keeps the live value of an ignored field of ours', () => {
  const live = object(5, [{ manager: 'ours', fieldsV1: replicas }]);
  expect(keepIgnored(object(1), live, ['spec.replicas'], 'ours')['spec']).toEqual({ replicas: 5, paused: false });
});

it('takes over what the official provider created', () => {
  const other = { manager: 'kubelet', operation: 'Update', fieldsV1: {} };
  const live = object(1, [
    { manager: 'pulumi-kubernetes', operation: 'Update', apiVersion: 'apps/v1', fieldsV1: replicas },
    { manager: 'ours', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
    other,
  ]);
  expect(takeOver(live, 'ours')).toEqual([
    other,
    {
      manager: 'ours',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:paused': {} } },
    },
  ]);
  expect(takeOver(object(1, [other]), 'ours')).toBeUndefined();
});
