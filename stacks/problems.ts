import type { z } from 'zod';

/** What is wrong with one value of the configuration: its path, the value, and what is allowed. */
export interface Problem {
  readonly path: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** All problems of a configuration in one error. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(['The configuration has problems; nothing was created.', ...problems.map(line)].join('\n'));
    this.name = 'ConfigError';
  }
}

function line({ path, value, allowed }: Problem): string {
  const shown = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
  return `  - ${path} ${shown}: ${allowed}`;
}

/** The problems that zod found in `value`, which the user knows as `key`. */
export function problemsOf(key: string, value: unknown, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((unknown) => ({
        path: pathText(key, [...issue.path, unknown]),
        value: at(value, [...issue.path, unknown]),
        allowed: 'no such key; remove it or mend its name',
      }));
    }
    return { path: pathText(key, issue.path), value: at(value, issue.path), allowed: issue.message };
  });
}

function pathText(key: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    key,
  );
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}
