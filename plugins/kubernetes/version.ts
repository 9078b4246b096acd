import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Version of the installed @pulumi/kubernetes, for which this provider stands in. Read as a file: loading the SDK takes seconds. */
export function sdkVersion(): string {
  const path = createRequire(__filename).resolve('@pulumi/kubernetes/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
