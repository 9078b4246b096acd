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
    const allowed =
      // Of a key that the user has made up, what is wrong with it.
      issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : issue.message;
    return { path: pathText(key, issue.path), value: at(value, issue.path), allowed };
  });
}

/**
 * Parses what a user wrote. Where a number is asked for and stands as text, the number is meant: `pulumi config set --path` keeps 0.5 as text.
 */
export function understood<T>(
  schema: z.ZodType<T>,
  value: unknown,
  options?: z.core.ParseContext<z.core.$ZodIssue>,
): z.ZodSafeParseResult<T> {
  const parsed = schema.safeParse(value, options);
  if (parsed.success) return parsed;
  const texts = parsed.error.issues.filter(
    (issue) => issue.code === 'invalid_type' && issue.expected === 'number' && isDecimal(at(value, issue.path)),
  );
  if (texts.length === 0) return parsed;
  return understood(
    schema,
    texts.reduce((mended, { path }) => withNumber(mended, path), value),
    options,
  );
}

const isDecimal = (value: unknown): boolean => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);

/** The value with the number in place of the text at a path. */
function withNumber(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return Number(value);
  const inner = withNumber(at(value, [key]), rest);
  if (Array.isArray(value)) return value.map((one: unknown, index) => (index === key ? inner : one));
  return { ...(value as object), [key]: inner };
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

/** Messages that say what is allowed, where zod's own speak of types. */
export const describe: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_value':
      return `allowed: ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unit(issue.origin)}`;
    default:
      return undefined;
  }
};

/** What the limit of a list or a text counts. */
const unit = (origin: string): string => (origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : '');
