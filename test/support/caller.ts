import type { Kube } from '../../experiments/kube';
import { rolePlacement } from '../../components/cluster/roles';
import { restrictedContainer, restrictedPod } from '../../components/security';
import { eventually } from './stack';

export interface Call {
  readonly namespace: string;
  /** Of the sample: it has Node.js. */
  readonly image: string;
  readonly url: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Asks for the URL and says the status, or why there is none. */
const program = (url: string): string =>
  `fetch(${JSON.stringify(url)}).then(({ status }) => console.log(status), ({ cause, message }) => console.log(cause?.code ?? message))`;

/** What a pod of its own on the platform's node is answered: the status, or the code of the error. */
export async function answerTo(kube: Kube, { namespace, image, url, labels }: Call): Promise<string> {
  const name = `caller-${Date.now().toString(36)}`;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      ...rolePlacement.system,
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: restrictedPod,
      containers: [
        {
          name: 'caller',
          image,
          imagePullPolicy: 'Never',
          command: ['/usr/local/bin/node', '-e', program(url)],
          resources: { requests: { cpu: '10m', memory: '64Mi' } },
          securityContext: restrictedContainer,
        },
      ],
    },
  };
  // A namespace that is new has no service account for a moment.
  await eventually(`pod ${name}`, () => kube.call('POST', pods, { body }));
  try {
    return await eventually(`the end of pod ${name}`, async () => {
      const log = await kube.text(`${pods}/${name}/log?container=caller`);
      return log.trim() === '' ? undefined : log.trim();
    });
  } finally {
    await kube.call('DELETE', `${pods}/${name}`);
  }
}
