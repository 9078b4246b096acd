import { UNKNOWN, type Diff, type Properties } from '../rpc/types';
import { text } from './config';
import { activeCluster, contentsOf, isContents } from './kubeconfig';
import { sameValue } from './same';

/** What another configuration of the provider means: its resources are replaced only when it leads to another cluster, one of another address or certificate authority. */
export function diffConfig(olds: Properties, news: Properties): Diff {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) => !sameValue(olds[key], news[key]),
  );
  const identifier = news['clusterIdentifier'];
  const leading = keys.filter((key) => ['kubeconfig', 'context', 'cluster'].includes(key));
  // What is not known yet is not taken for another cluster: the update itself will know.
  const known = leading.every((key) => news[key] !== UNKNOWN);
  const replaces =
    olds['clusterIdentifier'] !== undefined && identifier !== undefined
      ? keys.filter((key) => key === 'clusterIdentifier')
      : known && leading.length > 0 && !sameCluster(olds, news)
        ? leading
        : [];
  return { changes: keys.length > 0, replaces };
}

function sameCluster(olds: Properties, news: Properties): boolean {
  const cluster = (args: Properties) => {
    const kubeconfig = text(args, 'kubeconfig');
    const selection = { context: text(args, 'context'), cluster: text(args, 'cluster') };
    return kubeconfig === '' ? undefined : activeCluster(contentsOf(kubeconfig), selection).cluster;
  };
  try {
    const [before, after] = [cluster(olds), cluster(news)];
    return before === undefined || after === undefined || sameValue(before as Properties, after as Properties);
  } catch {
    // A path whose file is gone says nothing; contents that cannot be parsed will fail when they are used.
    return !isContents(text(news, 'kubeconfig'));
  }
}
