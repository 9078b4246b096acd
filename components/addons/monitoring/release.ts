/** The release that a version of Prometheus' Go module is of: `v0.313.5` is 3.13.5. */
export function prometheusRelease(version: string): string {
  const [, major, minor, patch] = /^v0\.(\d)(\d\d)\.(\d+)$/.exec(version) ?? [];
  if (major === undefined) throw new Error(`Prometheus' module version is "${version}", and not like v0.313.5.`);
  return `${major}.${Number(minor)}.${patch}`;
}
