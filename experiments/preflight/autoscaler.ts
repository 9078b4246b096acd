import { condition } from '../record/objects';
import type { Target } from '../types';
import type { Obstacle, Scene } from './scene';
import { restsAtZero } from './settled';

type Names = Pick<Target, 'workload' | 'autoscaler'>;

/** Why the autoscaler's objects cannot do their work yet. */
export function autoscalerObstacles(scene: Omit<Scene, 'pods'>, target: Names): Obstacle[] {
  return [...scaledObjectObstacles(scene, target), ...hpaObstacles(scene, target), ...vpaObstacles(scene, target)];
}

/** The HPA is there, scales this Deployment and is active. */
function hpaObstacles(
  { deployment, hpa, scaledObject }: Omit<Scene, 'pods' | 'vpa'>,
  { workload, autoscaler }: Names,
): Obstacle[] {
  if (autoscaler.hpa === undefined) return [];
  const name = `HPA ${workload.namespace}/${autoscaler.hpa}`;
  if (!hpa) return [{ problem: `${name} does not exist`, remedy: 'It may still be being created; if not, create it' }];
  const other = scalesOther(name, hpa.spec.scaleTargetRef, workload, 'scaleTargetRef');
  if (other) return [other];
  const active = condition(hpa.status?.conditions, 'ScalingActive');
  if (active.status === 'True') return [];
  if (deployment?.spec.replicas === 0) {
    // From zero it is KEDA that scales; the HPA alone never does.
    if (restsAtZero({ hpa, scaledObject })) return [];
    if (!scaledObject) {
      return [
        {
          problem: `${name} is switched off: Deployment ${workload.deployment} has 0 replicas, from which an HPA never scales`,
          remedy: `Give it one: kubectl -n ${workload.namespace} scale deployment ${workload.deployment} --replicas=1`,
          final: true,
        },
      ];
    }
  }
  return [
    {
      problem: `${name} is not active: ScalingActive is ${active.status}${because(active)}`,
      remedy: `It needs its metric: kubectl -n ${workload.namespace} describe hpa ${autoscaler.hpa}`,
    },
  ];
}

/** The ScaledObject is there, scales this Deployment, and KEDA can read its triggers. */
function scaledObjectObstacles({ scaledObject }: Pick<Scene, 'scaledObject'>, target: Names): Obstacle[] {
  const { workload, autoscaler } = target;
  if (autoscaler.scaledObject === undefined) return [];
  const name = `ScaledObject ${workload.namespace}/${autoscaler.scaledObject}`;
  if (!scaledObject) {
    return [{ problem: `${name} does not exist`, remedy: 'It may still be being created; if not, create it' }];
  }
  const other = scalesOther(name, scaledObject.spec.scaleTargetRef, workload, 'scaleTargetRef');
  if (other) return [other];
  const paused = Object.keys(scaledObject.metadata.annotations ?? {}).filter((key) => PAUSED.test(key));
  if (paused.length > 0) {
    const remedy = `Take the annotation away: ${paused.join(', ')}`;
    return [{ problem: `${name} is paused`, remedy, final: true }];
  }
  const ready = condition(scaledObject.status?.conditions, 'Ready');
  if (ready.status === 'True') return [];
  return [
    {
      problem: `${name} is not ready: Ready is ${ready.status}${because(ready)}`,
      remedy: `See kubectl -n ${workload.namespace} describe scaledobject ${autoscaler.scaledObject}`,
    },
  ];
}

const PAUSED = /^autoscaling\.keda\.sh\/paused/;

/** The VPA is there, is for this Deployment, and recommends something. */
function vpaObstacles({ vpa }: Pick<Scene, 'vpa'>, { workload, autoscaler }: Names): Obstacle[] {
  if (autoscaler.vpa === undefined) return [];
  const name = `VPA ${workload.namespace}/${autoscaler.vpa}`;
  if (!vpa) return [{ problem: `${name} does not exist`, remedy: 'It may still be being created; if not, create it' }];
  const other = scalesOther(name, vpa.spec.targetRef ?? {}, workload, 'targetRef');
  if (other) return [other];
  if ((vpa.status?.recommendation?.containerRecommendations ?? []).length > 0) return [];
  const provided = condition(vpa.status?.conditions, 'RecommendationProvided');
  return [
    {
      problem: `${name} has no recommendation yet${because(provided)}`,
      remedy: 'The recommender needs metrics of the pods first: is metrics-server there, and the recommender running',
    },
  ];
}

function scalesOther(
  name: string,
  { kind = 'Deployment', name: scaled = 'nothing' }: { readonly kind?: string; readonly name?: string },
  { deployment }: Target['workload'],
  field: string,
): Obstacle | undefined {
  if (kind === 'Deployment' && scaled === deployment) return undefined;
  return {
    problem: `${name} scales ${kind} ${scaled}, not Deployment ${deployment}`,
    remedy: `Name the one of the workload, or set its ${field}`,
    final: true,
  };
}

function because({ reason, message }: { readonly reason?: string; readonly message?: string }): string {
  const why = [reason, message].filter((text) => text).join(': ');
  return why === '' ? '' : ` (${why})`;
}
