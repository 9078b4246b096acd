import { newAuthority, sign, signerOf } from '../../embedded/pki/sign';
import { Secret, UNKNOWN, type Properties } from '../rpc/types';
import { changedKeys, plain, text } from './properties';
import type { ResourceKind } from './resource';

const INPUTS = ['commonName', 'dnsNames'];

async function make(inputs: Properties): Promise<Properties> {
  const commonName = text(inputs, 'commonName');
  // Its key is not kept, so that nothing else can ever be signed with it.
  const authority = await newAuthority(`${commonName}-ca`);
  const { certificate, key } = await sign(
    { commonName, dns: plain(inputs['dnsNames']) as string[], usages: ['server', 'client'] },
    await signerOf(authority),
  );
  return { ...inputs, authority: authority.certificate, certificate, key: new Secret(key) };
}

/** A key with a certificate of an authority of its own. It stays the same until its names change. */
export const certificate: ResourceKind = {
  diff({ oldInputs, news }) {
    const replaces = changedKeys(oldInputs, news).filter((key) => INPUTS.includes(key));
    return Promise.resolve({ changes: replaces.length > 0, replaces });
  },
  async create({ news, preview }) {
    const unknown = { authority: UNKNOWN, certificate: UNKNOWN, key: new Secret(UNKNOWN) } as const;
    return { id: preview ? '' : text(news, 'commonName'), outs: preview ? { ...news, ...unknown } : await make(news) };
  },
};
