import { controlPlaneCertificates } from '../../../../embedded/pki/certificates';
import { kubeletAccess } from '../../../../embedded/plan/access';

it('lets the API server call the kubelets, as the user that its certificate names', () => {
  const certificate = controlPlaneCertificates('10.70.0.1', '10.70.16.1').find(
    ({ file }) => file === 'apiserver-kubelet-client',
  );
  expect(certificate?.organization).toBeUndefined();
  expect(kubeletAccess).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'system:kubelet-api-admin' },
    subjects: [{ kind: 'User', name: certificate?.commonName }],
  });
});
