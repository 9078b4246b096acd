/** Node names as long as Karpenter makes them: the common name is then longer than the 64 characters of RFC 5280's upper bound. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { request } from 'node:https';

import { nodeCertificates } from '../../../../embedded/pki/certificates';
import { certificateFile, ensureCertificates, keyFile } from '../../../../embedded/pki/store';
import { scratch } from '../scratch';

it('are in client and server certificates with which TLS works', async () => {
  const folder = scratch();
  const name = `kwok-${'long-'.repeat(11)}123`;
  expect([name.length, `system:node:${name}`.length]).toEqual([63, 75]);
  await ensureCertificates(folder.dir, nodeCertificates('n61', name, '127.0.0.1'));
  const pair = (kind: string) => ({
    ca: readFileSync(certificateFile(folder.dir, 'ca')),
    cert: readFileSync(certificateFile(folder.dir, `n61-${kind}`)),
    key: readFileSync(keyFile(folder.dir, `n61-${kind}`)),
  });
  const options = { ...pair('server'), requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (incoming, response) => {
    const { subject } = (incoming.socket as TLSSocket).getPeerCertificate();
    response.end(JSON.stringify([subject.O, subject.CN]));
  });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, ...pair('client'), agent: false }, (response) => {
        void response
          .setEncoding('utf8')
          .toArray()
          .then((chunks) => resolve(chunks.join('')));
      });
      sent.on('error', reject).end();
    });
    expect(JSON.parse(answer)).toEqual(['system:nodes', `system:node:${name}`]);
  } finally {
    server.closeAllConnections();
    server.close();
    folder.remove();
  }
});
