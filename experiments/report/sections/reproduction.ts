import { stringify } from 'yaml';
import type { Result } from '../../types';
import { type Html, html } from '../html';

/** The configuration of a stack that asks for the same again. */
export function reproduction({ spec, target }: Result): string {
  const { name, settings } = target.autoscaler;
  return stringify({
    config: {
      'autoscaling-testbed:autoscaler': name,
      'autoscaling-testbed:settings': { [name]: settings },
      'autoscaling-testbed:experiment': spec,
    },
  });
}

export function reproductionSection(result: Result): Html {
  return html`<section id="again">
    <h2>How to run it again</h2>
    <p>
      With this in Pulumi.${result.stack}.yaml: <code>npm run up</code>, or <code>pulumi up</code>. A run without a
      change of configuration: <code>npm run up -- --rerun</code>.
    </p>
    <pre>${reproduction(result)}</pre>
  </section>`;
}
