/** How to reach a cluster. */
export interface Access {
  readonly name: string;
  readonly endpoint: string;
  /** Certificate authority, base64. */
  readonly certificate: string;
  readonly region: string;
  readonly profile?: string;
}

/** A kubeconfig that has no key in it: the AWS CLI gets a token, valid for minutes, with the rights of whoever runs it. */
export function kubeconfig({ name, endpoint, certificate, region, profile }: Access): string {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['eks', 'get-token', '--region', region, '--cluster-name', name, '--output', 'json'],
    env: profile === undefined ? [] : [{ name: 'AWS_PROFILE', value: profile }],
    interactiveMode: 'Never',
    installHint: 'The AWS CLI is needed to reach an EKS cluster; install it and see that `aws` is on PATH.',
    provideClusterInfo: false,
  };
  // JSON is YAML.
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: endpoint, 'certificate-authority-data': certificate } }],
    users: [{ name, user: { exec } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}
