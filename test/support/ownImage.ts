import { join } from 'node:path';
import { provide } from '../../toolchain/cache/provide';
import { nodeBinary } from '../../toolchain/images/node';
import { writeImage } from '../../toolchain/images/oci';
import { cppLibraries, glibc, runtime } from '../../toolchain/images/recipe';
import { architecture } from '../../toolchain/system';

/** A server that none of ours is: no probe paths, its own port, its own counter, about 5 ms of CPU for each request. */
const PROGRAM = `
const { createServer } = require('node:http');
const { createHash } = require('node:crypto');
let hits = 0;
const server = createServer((request, response) => {
  if (request.url === '/stats') return response.end('# TYPE shop_hits_total counter\\nshop_hits_total ' + hits + '\\n');
  let digest = Buffer.alloc(32);
  for (let i = 0; i < 3000; i++) digest = createHash('sha256').update(digest).digest();
  hits++;
  response.end(digest.toString('hex'));
}).listen(8000);
process.on('SIGTERM', () => setTimeout(() => server.close(() => process.exit(0)), 3000));
`;

/** Writes the image of a user's own program into a folder, as one tar; gives its path. */
export async function writeOwnImage(dir: string): Promise<string> {
  const needs = Object.fromEntries(await provide([glibc], { report: () => undefined }));
  await writeImage(
    {
      name: 'shop',
      version: '1',
      architecture: architecture().name,
      entrypoint: ['/bin/node', '/shop.js'],
      layers: [
        [...runtime(needs, cppLibraries), { path: 'bin/node', file: nodeBinary(), mode: 0o755 }],
        [{ path: 'shop.js', content: PROGRAM }],
      ],
    },
    dir,
  );
  return join(dir, 'image.tar');
}
