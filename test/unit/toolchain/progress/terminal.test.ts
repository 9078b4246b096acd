import { lineReport, logReport, terminalReport } from '../../../../toolchain/progress/terminal';

describe('a log', () => {
  test('has a new step at once and the same one every ten seconds, whatever its counts', () => {
    const lines: string[] = [];
    let now = 0;
    const report = logReport(
      (line) => lines.push(line),
      () => now,
    );
    report('kubernetes: compiling 1 of 900 packages, 0 %, 1 s');
    now = 9_999;
    report('kubernetes: compiling 300 of 900 packages, 33 %, 10 s, about 20 s left');
    report('etcd: unpacking');
    now = 10_000;
    report('kubernetes: compiling 301 of 900 packages, 33 %, 10 s, about 1 min 2 s left');
    report('kubernetes: ready after 11 s');
    expect(lines).toEqual([
      'kubernetes: compiling 1 of 900 packages, 0 %, 1 s',
      'etcd: unpacking',
      'kubernetes: compiling 301 of 900 packages, 33 %, 10 s, about 1 min 2 s left',
      'kubernetes: ready after 11 s',
    ]);
  });

  test('is what a sink that is no terminal gets', () => {
    let text = '';
    terminalReport({ write: (part: string) => (text += part) }).report('etcd: unpacking');
    expect(text).toBe('etcd: unpacking\n');
  });
});

describe('a terminal', () => {
  const clear = '\r\u001b[K';

  test('keeps finished work as lines and shows all that goes on in one', () => {
    let text = '';
    const { report, end } = lineReport({ isTTY: true, columns: 80, write: (part) => (text += part) });
    report('etcd: unpacking');
    report('kubernetes: compiling', 0.5);
    report('etcd: ready after 1 s', 1);
    end();
    expect(text.split(clear).slice(1)).toEqual([
      'etcd: unpacking',
      'etcd: unpacking | kubernetes: compiling',
      'etcd: ready after 1 s\n',
      'kubernetes: compiling',
      '',
    ]);
  });

  test('never lets the line wrap', () => {
    let text = '';
    const { report } = lineReport({ isTTY: true, columns: 30, write: (part) => (text += part) });
    report('kubernetes: compiling 1000 of 2000 packages, about a minute left');
    expect(text).toBe(`${clear}kubernetes: compiling 1000 o…`);
  });
});
