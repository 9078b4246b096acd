import { sliCsv } from '../../../../experiments/export/csv';
import { analyse } from '../../../../experiments/slis';
import { twoServices } from '../../../fixtures/services';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

it('has a row for each SLI, and empty cells for what is not known or not asked', () => {
  const rows = sliCsv(analyse(buildRecording('fixed'), spec, target('fixed'), meta)).split('\r\n');
  expect(rows[0]).toBe('run,autoscaler,experiment,sli,value,unit,min,max,pass,service,stage');
  expect(rows).toContain(`${meta.id},fixed,${spec.name},replicasMax,1,replicas,,,,,`);
  expect(rows).toContain(`${meta.id},fixed,${spec.name},reactionTime,,s,,60,false,,`);
  expect(rows.at(-1)).toBe('');
});

it('quotes what has a comma or a quote in it', () => {
  const result = analyse(buildRecording('fixed'), spec, target('fixed'), meta);
  expect(sliCsv({ ...result, id: 'a,"b"' })).toContain('"a,""b""",fixed,');
});

it('has a row for each number of a service, and for each link of an answer to the load', () => {
  const result = analyse(buildRecording(), spec, target(), meta);
  const rows = sliCsv({ ...result, services: twoServices }).split('\r\n');
  const run = `${meta.id},hpa-cpu,${spec.name}`;
  expect(rows).toContain(`${run},errorShare,0.025,share,,,,front,`);
  expect(rows).toContain(`${run},latencyP95,,ms,,,,store,`);
  expect(rows).toContain(`${run},cost,0.012,USD,,,,front,`);
  expect(rows).toContain(`${run},reaction.desired,0.5,s,,,,front,2`);
  expect(rows).toContain(`${run},reaction.created,,s,,,,front,2`);
  expect(rows.find((row) => row.startsWith(`${run},scaleDown.total,47.`))).toMatch(/,s,,,,,3$/);
  // Every row has all eleven cells.
  expect(new Set(rows.slice(0, -1).map((row) => row.split(',').length))).toEqual(new Set([11]));
});
