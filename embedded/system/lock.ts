import { createServer, type Server } from 'node:net';

import type { Report } from '../../toolchain/types';
import { root } from '../plan/layout';
import { pause } from './wait';

/** A socket without a file: only one process can have it, and the kernel frees it when that one ends, even by SIGKILL. */
function take(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}

/** Runs `work` while no other process of this machine holds the lock `name`; waits for it as long as it takes. */
export async function withLock<T>(
  name: string,
  options: { readonly report?: Report; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const address = `\0${root}/${name}`;
  let server = await take(address);
  if (!server) options.report?.(`${name}: waiting until another operation on it has ended`);
  while (!server) {
    await pause(50, options.signal);
    server = await take(address);
  }
  try {
    return await work();
  } finally {
    const held = server;
    await new Promise((done) => held.close(done));
  }
}
