import 'reflect-metadata';

import type { X509Certificate } from '@peculiar/x509';
import { randomBytes, webcrypto } from 'node:crypto';

import type { CertificateRequest } from './certificates';

/** Ten years: a testbed's certificates are never renewed, only made anew with the cluster. */
const lifetime = 10 * 365 * 24 * 3600 * 1000;

/** Loaded only when something is to be signed: most calls find every certificate there. */
const library = (): Promise<typeof import('@peculiar/x509')> => import('@peculiar/x509');

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Pair {
  /** Certificate, PEM. */
  readonly certificate: string;
  /** Private key, PKCS #8 PEM. */
  readonly key: string;
}

/** An authority that can sign. */
export interface Signer {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function exportKey(key: webcrypto.CryptoKey, format: 'pkcs8' | 'spki', label: string): Promise<string> {
  const { PemConverter } = await library();
  return `${PemConverter.encode(await webcrypto.subtle.exportKey(format, key), label)}\n`;
}

/** Valid from an hour ago, for clocks that differ. */
function common(): { serialNumber: string; notBefore: Date; notAfter: Date; signingAlgorithm: typeof algorithm } {
  const now = Date.now();
  return {
    // Positive and without a leading zero, as RFC 5280 wants it.
    serialNumber: `4${randomBytes(8).toString('hex').slice(1)}`,
    notBefore: new Date(now - 3600_000),
    notAfter: new Date(now + lifetime),
    signingAlgorithm: algorithm,
  };
}

/** A new authority that signs itself. */
export async function newAuthority(commonName: string): Promise<Pair> {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await library();
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...common(),
    name: [{ CN: [commonName] }],
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: await exportKey(keys.privateKey, 'pkcs8', 'PRIVATE KEY'),
  };
}

/** Reads an authority back. */
export async function signerOf(pair: Pair): Promise<Signer> {
  const { PemConverter, X509Certificate } = await library();
  const der = PemConverter.decodeFirst(pair.key);
  const key = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return { certificate: new X509Certificate(pair.certificate), key };
}

/** A new key with a certificate that `signer` signs. */
export async function sign(request: Omit<CertificateRequest, 'file' | 'issuer'>, signer: Signer): Promise<Pair> {
  const x509 = await library();
  const keys = await newKeys();
  const names = [
    ...(request.dns ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(request.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const usages = request.usages.map((usage) => x509.ExtendedKeyUsage[usage === 'client' ? 'clientAuth' : 'serverAuth']);
  const certificate = await x509.X509CertificateGenerator.create({
    ...common(),
    subject: [...(request.organization ? [{ O: [request.organization] }] : []), { CN: [request.commonName] }],
    issuer: signer.certificate.subjectName.toJSON(),
    signingKey: signer.key,
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: await exportKey(keys.privateKey, 'pkcs8', 'PRIVATE KEY'),
  };
}

/** The key pair that signs the tokens of service accounts. */
export async function newSigningKeys(): Promise<{ key: string; publicKey: string }> {
  const keys = await newKeys();
  return {
    key: await exportKey(keys.privateKey, 'pkcs8', 'PRIVATE KEY'),
    publicKey: await exportKey(keys.publicKey, 'spki', 'PUBLIC KEY'),
  };
}
