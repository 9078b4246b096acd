import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Executables that stand in for real ones: each notes its calls, and answers as it was told to. First on PATH as long as it is there. */
export class Executables {
  readonly folder = mkdtempSync(join(tmpdir(), 'testbed-bin-'));
  readonly #path = process.env['PATH'];

  constructor() {
    process.env['PATH'] = [this.folder, this.#path].join(delimiter);
  }

  /** @param script shell commands, with the arguments of the call as "$*" */
  add(name: string, script: string): void {
    const path = join(this.folder, name);
    writeFileSync(path, `#!/bin/sh\nhere=${this.folder}\necho "${name} $*" >>"$here/calls"\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** The calls so far, in their order. */
  calls(name = ''): string[] {
    try {
      const lines = readFileSync(join(this.folder, 'calls'), 'utf8').split('\n').filter(Boolean);
      return lines.filter((line) => line.startsWith(name));
    } catch {
      return [];
    }
  }

  /** What a stand-in has kept beside itself. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  dispose(): void {
    process.env['PATH'] = this.#path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * docker and kind with one list of containers, the file `nodes` (a line each: NAME STATE), as the real ones answer (kind v0.33.0,
 * pkg/cmd/kind, and the docker command line that it documents).
 */
export function standInKind(): Executables {
  const executables = new Executables();
  executables.write('nodes', '');
  executables.add(
    'docker',
    `case "$*" in
  version*) echo 29.1.0 ;;
  ps*) cat "$here/nodes" ;;
  start*) sed -i 's/ exited$/ running/' "$here/nodes" ;;
  exec*name==testbed.local/sample:1) echo testbed.local/sample:1 ;;
esac`,
  );
  executables.add(
    'kind',
    `case "$1 $2" in
  "create cluster")
    while [ $# -gt 1 ]; do
      case "$1" in --name) name=$2 ;; --config) cp "$2" "$here/config.yaml" ;; --kubeconfig) kubeconfig=$2 ;; esac
      shift
    done
    if [ -f "$here/fail" ]; then echo "ERROR: failed to create cluster: $(cat "$here/fail")" >&2; exit 1; fi
    echo "Creating cluster \\"$name\\" ..." >&2
    printf '%s-control-plane running\\n%s-worker running\\n%s-worker2 running\\n' $name $name $name >"$here/nodes"
    echo "kubeconfig of $name" >"$kubeconfig" ;;
  "delete cluster") : >"$here/nodes"; echo "Deleting cluster ..." >&2 ;;
  "get kubeconfig") echo "kubeconfig of $4, again" ;;
esac`,
  );
  return executables;
}
