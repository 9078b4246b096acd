import type { AddonName } from '../components/addons/names';
import { variantsOn } from '../components/autoscalers/registry';
import type { Variant } from '../components/autoscalers/types';
import { targetsFor, whyNot, type TargetName } from '../components/cluster/settings';
import type { Problem } from './problems';

/** A variant whose add-ons the target cannot have. */
export function unavailable(target: TargetName, { name }: Variant, required: readonly AddonName[]): Problem[] {
  return required.flatMap((addon) => {
    const why = whyNot(target, addon);
    if (why === undefined) return [];
    const allowed =
      `it requires ${addon}, which cluster "${target}" cannot install: ${why}. It runs on: ` +
      `${targetsFor(required).join(', ')}; on "${target}" run: ${variantsOn(target).join(', ')}`;
    return [{ path: 'autoscaler', value: name, allowed }];
  });
}

/** A key that asks for an add-on which the target cannot have. */
export function uninstallable(target: TargetName, path: string, value: unknown, addon: AddonName): Problem[] {
  const why = whyNot(target, addon);
  if (why === undefined) return [];
  const others = targetsFor([addon]).join(', ');
  return [
    { path, value, allowed: `cluster "${target}" cannot install ${addon}: ${why}; clusters that can: ${others}` },
  ];
}
