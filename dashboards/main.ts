/** Writes the dashboards for a Grafana of one's own: `npm run dashboards -- DIR`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dashboardFiles } from '.';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Name the folder for the files: npm run dashboards -- DIR');
// npm runs scripts in the project's folder and says where it was called.
const target = resolve(process.env['INIT_CWD'] ?? '.', directory);
mkdirSync(target, { recursive: true });
for (const [name, json] of Object.entries(dashboardFiles())) {
  writeFileSync(resolve(target, name), json);
  console.log(resolve(target, name));
}
