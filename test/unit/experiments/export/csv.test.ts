import { sliCsv } from '../../../../experiments/export/csv';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

it('has a row for each SLI, and empty cells for what is not known or not asked', () => {
  const rows = sliCsv(analyse(buildRecording('fixed'), spec, target('fixed'), meta)).split('\r\n');
  expect(rows[0]).toBe('run,autoscaler,experiment,sli,value,unit,min,max,pass');
  expect(rows).toContain(`${meta.id},fixed,${spec.name},replicasMax,1,replicas,,,`);
  expect(rows).toContain(`${meta.id},fixed,${spec.name},reactionTime,,s,,60,false`);
  expect(rows.at(-1)).toBe('');
});

it('quotes what has a comma or a quote in it', () => {
  const result = analyse(buildRecording('fixed'), spec, target('fixed'), meta);
  expect(sliCsv({ ...result, id: 'a,"b"' })).toContain('"a,""b""",fixed,');
});
