import { authorities, controlPlaneCertificates, nodeCertificates } from '../../../../../embedded/pki/certificates';
import { control, ofNode } from './demo';

it('reads no other keys and certificates than are made', () => {
  const made = [
    ...controlPlaneCertificates('10.70.0.1', '10.70.16.1').map(({ file }) => file),
    ...nodeCertificates('n3', 'load', '10.70.0.13').map(({ file }) => file),
    ...authorities,
  ].flatMap((file) => [`${file}.crt`, `${file}.key`]);
  const words = [...control, ...ofNode].flatMap(({ command, files = {} }) => [...command, ...Object.values(files)]);
  const read = words.flatMap((word) =>
    [...word.matchAll(/\/pki\/([\w.-]+\.(?:crt|key|pub))/g)].map(([, file]) => file),
  );
  expect(read).toEqual(expect.arrayContaining(['apiserver.crt', 'etcd-peer.key', 'n3-server.key']));
  expect(read.filter((file) => ![...made, 'sa.key', 'sa.pub'].includes(file ?? ''))).toEqual([]);
  // Who has an authority's key can be anyone.
  expect(read.filter((file) => authorities.some((authority) => file === `${authority}.key`))).toEqual([]);
});
