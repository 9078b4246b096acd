import { stringify } from 'yaml';

/** Who a kubeconfig speaks as: PEM texts, or paths of files. */
export type Identity =
  | { readonly ca: string; readonly certificate: string; readonly key: string }
  | { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string };

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A kubeconfig of one cluster and one user, as YAML. Deterministic: the same input gives the same text. */
export function kubeconfig(name: string, server: string, identity: Identity): string {
  const [cluster, user] =
    'ca' in identity
      ? [
          { 'certificate-authority-data': base64(identity.ca) },
          { 'client-certificate-data': base64(identity.certificate), 'client-key-data': base64(identity.key) },
        ]
      : [
          { 'certificate-authority': identity.caFile },
          { 'client-certificate': identity.certificateFile, 'client-key': identity.keyFile },
        ];
  const text = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...cluster } }],
    users: [{ name: `${name}-admin`, user }],
    contexts: [{ name, context: { cluster: name, user: `${name}-admin` } }],
    'current-context': name,
  };
  return stringify(text, { lineWidth: 0 });
}
