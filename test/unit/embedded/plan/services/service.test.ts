import { serviceDir } from '../../../../../embedded/plan/services';
import { layout } from './demo';

describe('serviceDir', () => {
  it("puts a node's services where the node's supervisor looks, and its supervisor where the cluster's does", () => {
    expect(serviceDir(layout, 'etcd')).toBe('/demo/state/service/etcd');
    expect(serviceDir(layout, 'n12')).toBe('/demo/state/service/n12');
    expect(serviceDir(layout, 'n12-kube-proxy')).toBe('/demo/state/nodes/n12/service/kube-proxy');
  });
});
