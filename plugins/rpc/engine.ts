import { credentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';
import type { Severity } from './types';

const SEVERITIES: Readonly<Record<Severity, LogSeverity>> = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** Bounds the wait for lines that the engine no longer takes. */
const FLUSH_MS = 1000;

/** Sends lines to the engine, in the order they were given. A line that cannot be sent is dropped: it must not fail the work. */
export class Engine {
  #client: EngineClient | undefined;
  #queue: Promise<void> = Promise.resolve();

  connect(address: string): void {
    this.#client?.close();
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** `urn`: the resource whose line it is, empty for the stack. `ephemeral`: replaced by the next one. */
  log(severity: Severity, message: string, urn: string, ephemeral: boolean): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new LogRequest()
      .setSeverity(SEVERITIES[severity])
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(ephemeral);
    this.#queue = this.#queue.then(() => new Promise<void>((resolve) => client.log(request, () => resolve())));
  }

  /** Resolves when the lines so far have been taken, so that they stand before the end of the step they belong to. */
  async flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FLUSH_MS);
    });
    await Promise.race([this.#queue, late]);
    clearTimeout(timer);
  }
}
