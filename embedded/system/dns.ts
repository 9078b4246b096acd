import { Resolver } from 'node:dns/promises';

/** Whether the DNS server has an address for `name`; one try of half a second. */
export async function answers(server: string, name: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([server]);
  return resolver.resolve4(name).then(
    (addresses) => addresses.length > 0,
    () => false,
  );
}
