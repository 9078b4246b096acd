import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { answers } from '../../../../embedded/system/dns';
import { waitFor } from '../../../../embedded/system/wait';

/** A DNS server that knows `known.test` (RFC 1035, 4.1). */
let server: Socket;
let address: string;

/** Answer to a query: its number and question back, with the address 10.70.16.1 or the error NXDOMAIN. */
function reply(query: Buffer): Buffer {
  const known = query.includes('\x05known\x04test');
  const header = Buffer.from([0x81, known ? 0x80 : 0x83, 0, 1, 0, known ? 1 : 0, 0, 0, 0, 0]);
  // The question: labels to the empty one, type and class.
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  // The name by a pointer to the question, type A, class IN, 30 s, four bytes of address.
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 70, 16, 1]);
  return Buffer.concat([query.subarray(0, 2), header, question, ...(known ? [record] : [])]);
}

beforeAll(async () => {
  server = createSocket('udp4', (query, { port, address: from }) => server.send(reply(query), port, from));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  address = `127.0.0.1:${server.address().port}`;
});
afterAll(() => new Promise<void>((done) => void server.close(done)));

it('says whether the server has an address for a name', async () => {
  // One try may be too short on a busy machine.
  const options = { what: 'answer', timeout: 4_000 };
  expect(await waitFor(options, async () => (await answers(address, 'known.test')) || undefined)).toBe(true);
  expect(await answers(address, 'other.test')).toBe(false);
});
