import * as pulumi from '@pulumi/pulumi';
import { createHash } from 'node:crypto';
import { Certificate } from '../../plugins/testbed/sdk';
import { labels } from '../labels';
import { restrictedNamespace } from '../security';
import type { PlannedObject } from './install';

/** An add-on's namespace, which takes only restricted pods. */
export function namespace(name: string, component: string): PlannedObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels(name, component), ...restrictedNamespace } },
  };
}

/** A certificate for Services of one namespace. */
export function certificateFor(
  name: string,
  { services, namespace: home }: { services: readonly string[]; namespace: string },
  options: pulumi.CustomResourceOptions,
): Certificate {
  const [commonName = name] = services;
  const dnsNames = services.flatMap((service) =>
    ['', `.${home}`, `.${home}.svc`, `.${home}.svc.cluster.local`].map((suffix) => `${service}${suffix}`),
  );
  return new Certificate(`${name}-certificate`, { commonName, dnsNames }, options);
}

/** PEM as `caBundle` fields want it. */
export function caBundle({ authority }: Certificate): pulumi.Output<string> {
  return authority.apply((pem) => Buffer.from(pem).toString('base64'));
}

/** A Secret with a certificate and its key, as programs mount it. */
export function certificateSecret(
  metadata: PlannedObject['metadata'],
  { certificate, key }: Certificate,
): PlannedObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  };
}

/** Registers a Service as the one that serves an API group. */
export function apiService(
  group: string,
  version: string,
  { name, namespace: home, certificate }: { name: string; namespace: string; certificate: Certificate },
): PlannedObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: labels(name, 'autoscaling') },
    spec: {
      group,
      version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      caBundle: caBundle(certificate),
      service: { name, namespace: home, port: 443 },
    },
  };
}

/** Tells one text from another, for what has to be made anew with it. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
