import type { KubeObject } from '../object';
import { condition, explain, READY, waiting, type Readiness, type Rule } from './types';

/**
 * The rule of the annotation `pulumi.com/waitFor`: `condition=TYPE[=STATUS]`, `jsonpath={.a.b[0].c}[=VALUE]`, or a JSON array of
 * such texts, which then all must hold. Paths have fields and indices only.
 */
export function waitForRule(annotation: string): Rule {
  const checks = parseList(annotation).map(parseExpression);
  return {
    check: (object) => checks.map((check) => check(object)).find(({ ready }) => !ready) ?? READY,
  };
}

function parseList(annotation: string): string[] {
  if (!annotation.trimStart().startsWith('[')) return [annotation];
  const list = JSON.parse(annotation) as unknown;
  if (!Array.isArray(list) || list.length === 0 || list.some((item) => typeof item !== 'string')) {
    throw new Error(`The annotation pulumi.com/waitFor is ${annotation}; a JSON array must hold one text or more.`);
  }
  return list as string[];
}

function parseExpression(expression: string): (object: KubeObject) => Readiness {
  const [, kind, subject = '', value] =
    /^(condition|jsonpath)=(\{[^}]*\}|[^=]+)(?:=(.*))?$/.exec(expression.trim()) ?? [];
  if (kind === 'condition') {
    return (object) => {
      const found = condition(object, subject);
      const wanted = value ?? 'True';
      return found?.status.toLowerCase() === wanted.toLowerCase()
        ? READY
        : waiting(explain(found) || `the condition ${subject} is not ${wanted} yet`);
    };
  }
  const path = kind === 'jsonpath' ? parsePath(subject) : undefined;
  if (path === undefined) {
    throw new Error(
      `The annotation pulumi.com/waitFor is "${expression}"; it must be condition=TYPE[=STATUS] or jsonpath={.FIELD[INDEX]...}[=VALUE].`,
    );
  }
  return (object) => {
    const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], object);
    const holds = value === undefined ? found !== undefined && found !== null : textOf(found) === value;
    return holds ? READY : waiting(`${subject} is ${textOf(found)}${value === undefined ? '' : `, not ${value}`}`);
  };
}

function parsePath(text: string): string[] | undefined {
  const inner = /^\{?((?:\.[\w-]+|\[\d+\])+)\}?$/.exec(text)?.[1];
  return inner?.match(/[\w-]+/g) ?? undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? 'missing' : JSON.stringify(value);
}
