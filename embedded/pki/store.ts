import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeAtomically } from '../system/files';
import { newAuthority, newSigningKeys, sign, signerOf, type Signer } from './sign';
import { authorities, type Authority, type CertificateRequest } from './certificates';

/** The files of one certificate. */
export const certificateFile = (pki: string, file: string): string => join(pki, `${file}.crt`);
export const keyFile = (pki: string, file: string): string => join(pki, `${file}.key`);
export const publicKeyFile = (pki: string): string => join(pki, 'sa.pub');

/** Whether both files are there; the key is written first. */
const there = (pki: string, file: string): boolean =>
  existsSync(certificateFile(pki, file)) && existsSync(keyFile(pki, file));

/** Makes the keys and certificates that are missing in the folder `pki`; what is there stays as it is. */
export async function ensureCertificates(pki: string, requests: readonly CertificateRequest[]): Promise<void> {
  const missing = requests.filter(({ file }) => !there(pki, file));
  const missingAuthorities = authorities.filter((authority) => !there(pki, authority));
  if (missing.length === 0 && missingAuthorities.length === 0 && existsSync(publicKeyFile(pki))) return;
  const write = (file: string, pair: { certificate: string; key: string }): void => {
    writeAtomically(keyFile(pki, file), pair.key);
    writeAtomically(certificateFile(pki, file), pair.certificate);
  };
  await Promise.all(
    missingAuthorities.map(async (name) => write(name, await newAuthority(`autoscaling-testbed ${name}`))),
  );
  if (!existsSync(publicKeyFile(pki))) {
    const { key, publicKey } = await newSigningKeys();
    writeAtomically(keyFile(pki, 'sa'), key);
    writeAtomically(publicKeyFile(pki), publicKey);
  }
  const signers = new Map<Authority, Promise<Signer>>();
  const signerFor = (authority: Authority): Promise<Signer> => {
    const known = signers.get(authority) ?? readPair(pki, authority).then(signerOf);
    signers.set(authority, known);
    return known;
  };
  await Promise.all(
    missing.map(async (request) => write(request.file, await sign(request, await signerFor(request.issuer)))),
  );
}

/** Reads a certificate and its key. */
export async function readPair(pki: string, file: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = await Promise.all([
    readFile(certificateFile(pki, file), 'utf8'),
    readFile(keyFile(pki, file), 'utf8'),
  ]);
  return { certificate, key };
}
