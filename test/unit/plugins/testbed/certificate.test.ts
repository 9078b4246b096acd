import { X509Certificate, createPrivateKey } from 'node:crypto';
import { certificate } from '../../../../plugins/testbed/certificate';
import { plain, text } from '../../../../plugins/testbed/properties';
import { Secret, UNKNOWN } from '../../../../plugins/rpc/types';

const news = { commonName: 'keda-operator', dnsNames: ['keda-operator', 'keda-operator.keda.svc'] };
const context = { signal: new AbortController().signal, log: () => undefined, status: () => undefined };
const request = { urn: '', type: '', name: '', news };

it('gives a certificate that its authority signed, for its names, with its key as a secret', async () => {
  const { outs } = await certificate.create({ ...request, preview: false }, context);
  const authority = new X509Certificate(text(outs, 'authority'));
  const made = new X509Certificate(text(outs, 'certificate'));
  expect(made.verify(authority.publicKey)).toBe(true);
  expect(authority.ca).toBe(true);
  expect(made.ca).toBe(false);
  expect(made.subjectAltName).toBe('DNS:keda-operator, DNS:keda-operator.keda.svc');
  expect(outs['key']).toBeInstanceOf(Secret);
  expect(made.checkPrivateKey(createPrivateKey(plain(outs['key']) as string))).toBe(true);
});

it('is not known before it is made', async () => {
  const { outs } = await certificate.create({ ...request, preview: true }, context);
  expect(outs['certificate']).toBe(UNKNOWN);
});

it('stays as long as its names do', async () => {
  const diff = (dnsNames: string[]) =>
    certificate.diff({
      ...request,
      id: 'x',
      oldInputs: news,
      olds: { ...news, certificate: 'x' },
      news: { ...news, dnsNames },
      ignoreChanges: [],
    });
  expect(await diff(news.dnsNames)).toEqual({ changes: false, replaces: [] });
  expect(await diff(['other'])).toEqual({ changes: true, replaces: ['dnsNames'] });
});
