import { get } from 'node:http';

/** One downstream call: the status it got, or why it got none. */
export interface Call {
  readonly url: string;
  readonly status?: number;
  readonly error?: string;
}

/** A call that got anything but a status from 200 to 399 has failed. */
export function failed(call: Call): boolean {
  return call.status === undefined || call.status < 200 || call.status > 399;
}

/** Calls all addresses in parallel; never rejects. Every call opens a connection of its own, or new pods would get no load. */
export function callAll(urls: readonly string[], timeoutSeconds: number, signal: AbortSignal): Promise<Call[]> {
  return Promise.all(urls.map((url) => call(url, timeoutSeconds, signal)));
}

/** Calls one address; never rejects. */
export function call(url: string, timeoutSeconds: number, signal: AbortSignal): Promise<Call> {
  return new Promise((resolve) => {
    let late = false;
    const request = get(url, { agent: false, signal }, (response) => {
      response.on('end', () => done({ url, status: response.statusCode }));
      response.on('error', (error) => done(problem(error)));
      response.resume();
    });
    // The bound is on the whole call; the `timeout` option of node:http is on silence only.
    const timer = setTimeout(() => {
      late = true;
      request.destroy(new Error('too late'));
    }, timeoutSeconds * 1000);
    request.on('error', (error) => done(problem(error)));

    function problem(error: Error): Call {
      return { url, error: late ? `no answer within ${timeoutSeconds} s` : error.message };
    }
    function done(result: Call): void {
      clearTimeout(timer);
      resolve(result);
    }
  });
}
