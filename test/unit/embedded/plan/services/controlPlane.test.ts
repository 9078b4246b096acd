import { controlPlaneCertificates } from '../../../../../embedded/pki/certificates';
import { controlPlaneNames } from '../../../../../embedded/plan/services';
import { control, flagsOf } from './demo';

describe('control plane', () => {
  it('starts in order, each in the group of the control plane', () => {
    expect(control.map(({ name }) => name)).toEqual(controlPlaneNames);
    expect(new Set(control.map(({ group }) => group))).toEqual(new Set(['autoscaling-testbed/demo/control']));
  });

  it('serves on the bridge, and only to who shows a certificate', () => {
    expect(flagsOf(control, 'kube-apiserver')).toMatchObject({
      'bind-address': '10.70.0.1',
      'advertise-address': '10.70.0.1',
      'secure-port': '6443',
      'service-cluster-ip-range': '10.70.16.0/20',
      'anonymous-auth': 'false',
      'authorization-mode': 'Node,RBAC',
      'enable-admission-plugins': 'NodeRestriction',
      'client-ca-file': '/demo/state/pki/ca.crt',
    });
    expect(flagsOf(control, 'etcd')).toMatchObject({
      'listen-client-urls': 'https://127.0.0.1:2379',
      'client-cert-auth': 'true',
      'trusted-ca-file': '/demo/state/pki/etcd-ca.crt',
      'peer-client-cert-auth': 'true',
    });
  });

  it('keeps its other ports to its own network namespace', () => {
    for (const name of ['kube-controller-manager', 'kube-scheduler'])
      expect(flagsOf(control, name)).toMatchObject({ 'bind-address': '127.0.0.1' });
  });

  it('trusts as proxy of an API extension only who has the certificate made for that', () => {
    const front = controlPlaneCertificates('10.70.0.1', '10.70.16.1').find(({ issuer }) => issuer === 'front-proxy-ca');
    expect(flagsOf(control, 'kube-apiserver')).toMatchObject({
      'requestheader-client-ca-file': '/demo/state/pki/front-proxy-ca.crt',
      'requestheader-allowed-names': front?.commonName,
      'proxy-client-cert-file': `/demo/state/pki/${front?.file}.crt`,
    });
  });
});
