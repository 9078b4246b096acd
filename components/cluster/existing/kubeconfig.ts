import { KubeConfig } from '@kubernetes/client-node';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

export interface Access {
  /** A kubeconfig with the one context, and with what it had in files. A secret. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Address of the API server. */
  readonly server: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** What is wrong with a kubeconfig, with the values and the remedy. */
function problem(source: string, what: string): Error {
  return new Error(
    `cluster is "existing": the kubeconfig (${source}) ${what}. Set existing.kubeconfig and existing.context.`,
  );
}

function load(configured: string | undefined, env: Env): { config: KubeConfig; source: string } {
  const config = new KubeConfig();
  // A path has no line break, and a kubeconfig has.
  if (configured?.includes('\n')) {
    config.loadFromString(configured);
    return { config, source: 'existing.kubeconfig' };
  }
  const paths = (configured ?? env['KUBECONFIG'] ?? join(env['HOME'] ?? homedir(), '.kube', 'config'))
    .split(':')
    .filter(Boolean)
    .map((path) => path.replace(/^~(?=\/)/, env['HOME'] ?? homedir()));
  const source = paths.join(':');
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) throw problem(source, 'is not there');
  for (const [index, path] of there.entries()) {
    const one = new KubeConfig();
    try {
      one.loadFromFile(path);
    } catch (error) {
      throw problem(path, `cannot be read: ${(error as Error).message}`);
    }
    if (index === 0) config.loadFromOptions(one);
    else config.mergeConfig(one, true);
  }
  return { config, source };
}

const inline = (data: string | undefined, file: string | undefined): string | undefined =>
  data ?? (file === undefined || file === '' ? undefined : readFileSync(file).toString('base64'));

/**
 * The one context of the user's kubeconfig that is to be used, on its own: whatever becomes the current context later, the stack stays
 * where it is.
 */
export function selectContext(
  configured: string | undefined,
  wanted: string | undefined,
  env: Env = process.env,
): Access {
  const { config, source } = load(configured, env);
  const context = wanted ?? config.getCurrentContext();
  const names = config.getContexts().map(({ name }) => name);
  const choice = `; there are: ${names.join(', ') || 'none'}`;
  if (!context) throw problem(source, `has no current context${choice}`);
  const { cluster: clusterName, user: userName } = config.getContextObject(context) ?? {};
  if (clusterName === undefined) throw problem(source, `has no context ${context}${choice}`);
  const cluster = config.getCluster(clusterName);
  const user = userName === undefined ? null : config.getUser(userName);
  if (!cluster) throw problem(source, `has no cluster ${clusterName}, which its context ${context} names`);
  if (!user) throw problem(source, `has no user ${userName}, which its context ${context} names`);
  if (user.authProvider)
    throw problem(source, `has an auth-provider for ${user.name}, which Kubernetes has dropped; use an exec plugin`);

  const kubeconfig = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    contexts: [{ name: context, context: { cluster: cluster.name, user: user.name } }],
    clusters: [
      {
        name: cluster.name,
        cluster: {
          server: cluster.server,
          'certificate-authority-data': inline(cluster.caData, cluster.caFile),
          'insecure-skip-tls-verify': cluster.skipTLSVerify || undefined,
          'tls-server-name': cluster.tlsServerName,
          'proxy-url': cluster.proxyUrl,
        },
      },
    ],
    users: [
      {
        name: user.name,
        user: {
          'client-certificate-data': inline(user.certData, user.certFile),
          'client-key-data': inline(user.keyData, user.keyFile),
          token: user.token,
          username: user.username,
          password: user.password,
          // Tokens of clouds live for an hour: the plugin is called for each new one.
          exec: user.exec as unknown,
        },
      },
    ],
  });
  return { kubeconfig, context, server: cluster.server };
}
