import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type RequestOptions } from 'node:https';
import type { Config } from '../config';
import { contentsOf } from '../kubeconfig';

export interface Connection {
  /** `https://HOST:PORT/PATH` */
  readonly server: string;
  /** TLS and authentication of a request, to merge into its options. */
  readonly options: RequestOptions;
}

/** Tokens from a credential plugin expire; this is how often they are asked for again. */
const LIFE_MS = 300_000;

/** How to reach the cluster, by the kubeconfig. Loads the Kubernetes client when first needed: that takes half a second. */
export class Connector {
  #loaded: Promise<KubeConfig> | undefined;
  #current: { connection: Connection; expires: number } | undefined;

  constructor(private readonly config: Pick<Config, 'kubeconfig' | 'context' | 'cluster'>) {}

  async connect(): Promise<Connection> {
    if (this.#current && this.#current.expires > Date.now()) return this.#current.connection;
    this.#loaded ??= this.#load();
    const kubeconfig = await this.#loaded;
    const cluster = kubeconfig.getCurrentCluster();
    if (!cluster) throw new Error(`the kubeconfig's context "${kubeconfig.currentContext}" has no cluster`);
    const options: RequestOptions = {};
    await kubeconfig.applyToHTTPSOptions(options);
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
    // The client's own agent opens a connection for each request; through a proxy there is no other.
    if (cluster.server.startsWith('https') && !cluster.proxyUrl) {
      options.agent = new Agent({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername, keepAlive: true });
    }
    const connection = { server: cluster.server.replace(/\/$/, ''), options };
    this.#current = { connection, expires: Date.now() + LIFE_MS };
    return connection;
  }

  /** Asks for credentials anew: the API server did not accept these. */
  forget(): void {
    this.#current = undefined;
  }

  async #load(): Promise<KubeConfig> {
    const { KubeConfig } = await import('./kubeConfig.js');
    const kubeconfig = new KubeConfig();
    if (this.config.kubeconfig === '') kubeconfig.loadFromDefault();
    else kubeconfig.loadFromString(contentsOf(this.config.kubeconfig));
    if (this.config.context !== '') kubeconfig.setCurrentContext(this.config.context);
    if (this.config.cluster !== '') {
      kubeconfig.contexts = kubeconfig.contexts.map((context) =>
        context.name === kubeconfig.currentContext ? { ...context, cluster: this.config.cluster } : context,
      );
    }
    return kubeconfig;
  }
}
