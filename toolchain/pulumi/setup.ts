import { dirname } from 'node:path';

import { provide } from '../cache/provide';
import type { Options } from '../types';
import { goPart } from '../parts/go';
import { join } from 'node:path';
import { projectDir } from '../paths';

export interface PulumiSetup {
  readonly pulumi: string;
  readonly pathPrefix: readonly string[];
  readonly origin: string;
}

export async function pulumiSetup(options: Options): Promise<PulumiSetup> {
  const part = goPart('pulumi');
  const pulumi = join((await provide([part], options)).get(part.name)?.dir ?? '', 'bin/pulumi');
  return {
    pulumi,
    pathPrefix: [dirname(pulumi), join(projectDir, 'plugins/nodejs'), join(projectDir, 'plugins/kubernetes')],
    origin: part.origin,
  };
}
