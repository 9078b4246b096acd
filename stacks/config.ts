import * as pulumi from '@pulumi/pulumi';
import { ConfigError } from './problems';
import { keys, parseConfig, type TestbedConfig } from './schema';

/**
 * Reads and validates the stack's configuration; the only reader of `pulumi.Config`.
 * @throws ConfigError that names every problem
 */
export function readConfig(): TestbedConfig {
  const config = new pulumi.Config();
  const unknown = unknownKeys(Object.keys(pulumi.runtime.allConfig()), config.name);
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((key) => ({
        path: key,
        value: config.get(key),
        allowed: `no such key; there are: ${keys.join(', ')}`,
      })),
    );
  }
  return parseConfig(Object.fromEntries(keys.map((key) => [key, read(config, key)])));
}

/** Keys of the project `name` that the testbed does not have. */
export function unknownKeys(all: readonly string[], name: string): string[] {
  return all
    .filter((key) => key.startsWith(`${name}:`))
    .map((key) => key.slice(name.length + 1))
    .filter((key) => !(keys as readonly string[]).includes(key));
}

/** A structured value comes as JSON, a plain one as it is. */
function read(config: pulumi.Config, key: string): unknown {
  const text = config.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
