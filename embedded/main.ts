import { Command } from 'commander';

import { down, info, list, status, up } from '.';
import type { NodeSpec } from './types';

/** `NAME:CORES:MEMORY_MIB` as a node. */
function parseNode(text: string): NodeSpec {
  const [name = '', cpu = '', memory = ''] = text.split(':');
  return { name, cpu: Number(cpu), memory: Number(memory) * 1024 ** 2 };
}

const started = Date.now();
const report = (message: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(2)} s  ${message}`);

const program = new Command('embedded').description('The embedded cluster alone, without Pulumi: for work on it.');
program
  .command('up <name>')
  .option('--node <name:cores:MiB...>', 'a node', ['node-1:1:1024', 'node-2:0.5:1024'])
  .option('--agent <nodes>', 'a node agent, and how many nodes it may have')
  .action(async (name: string, { node, agent }: { node: string[]; agent?: string }) => {
    const more = agent === undefined ? {} : { agent: { maxNodes: Number(agent) } };
    await up({ name, nodes: node.map(parseNode), ...more }, { report, onPhase: (phase) => report(`[${phase}]`) });
  });
program.command('down <name>').action((name: string) => down(name, { report }));
program
  .command('status <name>')
  .action(async (name: string) => console.log(JSON.stringify(await status(name), undefined, 2)));
program.command('kubeconfig <name>').action(async (name: string) => console.log((await info(name)).kubeconfig));
program.command('list').action(async () => console.log((await list()).join('\n')));

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
