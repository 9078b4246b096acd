import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { authorities, type CertificateRequest } from '../../../../embedded/pki/certificates';
import { certificateFile, ensureCertificates, keyFile, publicKeyFile, readPair } from '../../../../embedded/pki/store';
import { scratch } from '../scratch';

const requests: CertificateRequest[] = [
  { file: 'admin', issuer: 'ca', commonName: 'testbed-admin', usages: ['client'] },
  { file: 'etcd', issuer: 'etcd-ca', commonName: 'etcd', usages: ['server'], dns: ['localhost'] },
];

let folder: ReturnType<typeof scratch>;
let pki: string;
beforeEach(async () => {
  folder = scratch();
  pki = join(folder.dir, 'pki');
  await ensureCertificates(pki, requests);
});
afterEach(() => folder.remove());

const certificate = (file: string): X509Certificate => new X509Certificate(readFileSync(certificateFile(pki, file)));
const contents = (): Record<string, string> =>
  Object.fromEntries(readdirSync(pki).map((name) => [name, readFileSync(join(pki, name), 'utf8')]));

describe('ensureCertificates', () => {
  it('makes every authority, every certificate and the key of service accounts', () => {
    const pairs = [...authorities, 'admin', 'etcd'].flatMap((file) => [`${file}.crt`, `${file}.key`]);
    expect(readdirSync(pki).sort()).toEqual([...pairs, 'sa.key', 'sa.pub'].sort());
    const publicKey = createPublicKey(readFileSync(keyFile(pki, 'sa')));
    expect(publicKey.equals(createPublicKey(readFileSync(publicKeyFile(pki))))).toBe(true);
  });

  it('signs each by the authority that it asks for, and by no other', () => {
    const signedBy = (file: string): string[] =>
      authorities.filter((authority) => certificate(file).verify(certificate(authority).publicKey));
    expect(signedBy('admin')).toEqual(['ca']);
    expect(signedBy('etcd')).toEqual(['etcd-ca']);
  });

  it('keeps everything to its owner', () => {
    const mode = (path: string): number => statSync(path).mode & 0o777;
    expect(mode(pki)).toBe(0o700);
    expect(readdirSync(pki).filter((name) => mode(join(pki, name)) !== 0o600)).toEqual([]);
  });

  it('changes nothing of what is there', async () => {
    const before = contents();
    await ensureCertificates(pki, requests);
    expect(contents()).toEqual(before);
  });

  it('adds a certificate by the authority that is there', async () => {
    const before = contents();
    await ensureCertificates(pki, [...requests, { file: 'n1', issuer: 'ca', commonName: 'n1', usages: ['client'] }]);
    expect(contents()).toMatchObject(before);
    expect(certificate('n1').verify(certificate('ca').publicKey)).toBe(true);
  });

  it.each([
    ['key', certificateFile],
    ['certificate', keyFile],
  ])('makes a pair anew of which only the %s is left', async (_, lost) => {
    rmSync(lost(pki, 'admin'));
    await ensureCertificates(pki, requests);
    const { key } = await readPair(pki, 'admin');
    expect(certificate('admin').checkPrivateKey(createPrivateKey(key))).toBe(true);
  });
});
