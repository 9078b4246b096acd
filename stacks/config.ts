import * as pulumi from '@pulumi/pulumi';
import { parseConfig, valueOfText, type TestbedConfig } from './schema';

/**
 * Reads and validates the stack's configuration; the only reader of `pulumi.Config`.
 * @throws ConfigError that names every problem
 */
export function readConfig(): TestbedConfig {
  const { name } = new pulumi.Config();
  const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(`${name}:`));
  return parseConfig(Object.fromEntries(own.map(([key, text]) => [key.slice(name.length + 1), valueOfText(text)])));
}
