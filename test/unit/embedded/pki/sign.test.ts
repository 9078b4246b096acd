import { createPrivateKey, createPublicKey, createSign, createVerify, X509Certificate } from 'node:crypto';

import { newAuthority, newSigningKeys, sign, signerOf, type Pair } from '../../../../embedded/pki/sign';

// Object identifiers of RFC 5280, 4.2.1.12.
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

let authority: Pair;
let issuer: X509Certificate;

async function signed(request: Parameters<typeof sign>[0]): Promise<X509Certificate> {
  const pair = await sign(request, await signerOf(authority));
  const certificate = new X509Certificate(pair.certificate);
  expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  return certificate;
}

/** The value of an extension in the certificate's DER: what follows its object identifier, as hex. */
function extension(certificate: X509Certificate, identifier: string): string {
  const der = certificate.raw.toString('hex');
  const at = der.indexOf(identifier);
  return at < 0 ? '' : der.slice(at + identifier.length, at + identifier.length + 20);
}

beforeAll(async () => {
  authority = await newAuthority('autoscaling-testbed ca');
  issuer = new X509Certificate(authority.certificate);
});

describe('newAuthority', () => {
  it('signs itself and may sign others', () => {
    expect(issuer.subject).toBe('CN=autoscaling-testbed ca');
    expect(issuer.ca).toBe(true);
    expect(issuer.checkIssued(issuer)).toBe(true);
    expect(issuer.verify(issuer.publicKey)).toBe(true);
    expect(issuer.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);
  });

  it('has the critical constraint and key usage of an authority', () => {
    // OID 2.5.29.19, critical, SEQUENCE of TRUE.
    expect(extension(issuer, '0603551d13')).toBe('0101ff040530030101ff');
    // OID 2.5.29.15, critical, BIT STRING of digitalSignature (0x80) and keyCertSign (0x04) with two bits unused.
    expect(extension(issuer, '0603551d0f')).toMatch(/^0101ff040403020284/);
  });
});

describe('sign', () => {
  it('makes a certificate of the authority, with the name and group that Kubernetes reads', async () => {
    const certificate = await signed({
      commonName: 'system:node:load',
      organization: 'system:nodes',
      usages: ['client'],
    });
    expect(certificate.subject).toBe('O=system:nodes\nCN=system:node:load');
    expect(certificate.issuer).toBe('CN=autoscaling-testbed ca');
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(certificate.subjectAltName).toBeUndefined();
  });

  it('names hosts and addresses, each as what it is', async () => {
    const certificate = await signed({
      commonName: 'etcd',
      usages: ['server', 'client'],
      dns: ['localhost'],
      ips: ['127.0.0.1', '10.70.0.1'],
    });
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:10.70.0.1');
    expect(certificate.checkIP('10.70.0.1')).toBe('10.70.0.1');
    expect(certificate.checkIP('10.70.0.2')).toBeUndefined();
    expect(certificate.checkHost('localhost')).toBe('localhost');
  });

  it.each([
    [['client'] as const, [clientAuth]],
    [['server'] as const, [serverAuth]],
    [['server', 'client'] as const, [serverAuth, clientAuth]],
  ])('allows the use as %j only', async (usages, identifiers) => {
    const certificate = await signed({ commonName: 'demo', usages });
    expect(certificate.keyUsage).toEqual(identifiers);
    expect(certificate.ca).toBe(false);
    // OID 2.5.29.19, critical, an empty SEQUENCE: no authority.
    expect(extension(certificate, '0603551d13')).toMatch(/^0101ff04023000/);
    // OID 2.5.29.15, critical, BIT STRING of digitalSignature (0x80) with seven bits unused.
    expect(extension(certificate, '0603551d0f')).toMatch(/^0101ff040403020780/);
  });

  it('is valid from an hour ago for ten years, with a serial number of its own', async () => {
    const [a, b] = [
      await signed({ commonName: 'a', usages: ['client'] }),
      await signed({ commonName: 'b', usages: ['client'] }),
    ];
    const [from, to] = [Date.parse(a.validFrom), Date.parse(a.validTo)];
    expect(to - from).toBe((10 * 365 * 24 + 1) * 3600_000);
    expect(from).toBeLessThan(Date.now() - 3599_000);
    expect(a.serialNumber).not.toBe(b.serialNumber);
    // RFC 5280, 4.1.2.2: positive, at most 20 octets.
    expect(a.serialNumber).toMatch(/^4[0-9A-F]{15}$/);
  });
});

it('newSigningKeys gives a pair for the tokens of service accounts', async () => {
  const { key, publicKey } = await newSigningKeys();
  const signature = createSign('sha256').update('token').sign(createPrivateKey(key));
  expect(createVerify('sha256').update('token').verify(createPublicKey(publicKey), signature)).toBe(true);
  expect(createPublicKey(publicKey).asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
});
