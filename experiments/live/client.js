// Shows a run while it happens. All comes by server-sent events: a snapshot first and whenever the charts change, an update a second.
(() => {
  'use strict';
  const PHASES = {
    preflight: 'preflight',
    'warm-up': 'warm-up',
    measured: 'measured load',
    'cool-down': 'cool-down',
    queries: 'last queries',
    over: 'over',
  };
  const SYMBOLS = { pass: '✓', fail: '✗', invalid: '!', met: '✓', missed: '✗', later: '…' };
  const MAX_LOG = 300;
  const byId = (id) => document.getElementById(id);
  const make = (tag, { text, ...properties } = {}, children = []) => {
    const element = Object.assign(document.createElement(tag), properties);
    if (text !== undefined) element.textContent = text;
    element.append(...children);
    return element;
  };
  const show = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const { clock, number } = globalThis.testbedWords;
  let head;
  let page;
  let charts;
  let phase;

  /** What a screen reader says by itself: phases, the verdict and the loss of the run, and nothing that changes each second. */
  const announce = (text) => show(byId('announcement'), text);

  const showSeries = ({ text, runs }) => {
    byId('series').hidden = byId('series-runs').hidden = false;
    show(byId('series'), text);
    byId('series-runs').replaceChildren(
      ...runs.map(({ name, verdict }) =>
        make('li', {
          className: verdict ?? '',
          text: verdict === null ? name : `${SYMBOLS[verdict]} ${name}: ${verdict}`,
        }),
      ),
    );
  };

  const showHead = () => {
    const { experiment, variant, workload, id, stack, startedAt } = head;
    show(byId('title'), `${experiment}: ${variant} on ${workload}`);
    show(byId('about'), `Run ${id} of stack ${stack}, since ${startedAt.replace('T', ' ')}`);
  };

  const phaseText = (one, current, left) => {
    const { phase: name, seconds } = one;
    if (name === current && left !== null) return `${PHASES[name]}, ${clock(left)} left`;
    return seconds === null ? PHASES[name] : `${PHASES[name]} ${clock(seconds)}`;
  };

  const showPhases = ({ phase: current, phases, left }) => {
    const list = byId('phases');
    while (list.children.length < phases.length) list.append(make('li'));
    const at = phases.findIndex((one) => one.phase === current);
    phases.forEach((one, index) => {
      const item = list.children[index];
      show(item, phaseText(one, current, left.phase));
      item.classList.toggle('done', current === 'over' || index < at);
      if (one.phase === current) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    });
  };

  const showStatus = (status) => {
    const { phase: current, phases, second, left, doing, figures, end } = status;
    showPhases(status);
    const whole = phases.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
    const progress = byId('progress');
    progress.max = whole;
    progress.value = second === null ? 0 : Math.min(whole, Math.max(0, second));
    progress.setAttribute('aria-valuetext', left.run === null ? PHASES[current] : `${clock(left.run)} left`);
    show(byId('doing'), left.run === null ? doing : `${clock(left.run)} left of ${clock(whole)}`);
    const tiles = byId('figures');
    figures.forEach(({ name, value, unit }, index) => {
      const tile = tiles.children[index] ?? tiles.appendChild(make('div', {}, [make('dt'), make('dd')]));
      show(tile.firstChild, name);
      if (tile.dataset.value === String(value)) return;
      tile.dataset.value = String(value);
      tile.lastChild.replaceChildren(number(value), ...(unit === '' ? [] : [' ', make('small', { text: unit })]));
    });
    showSlos(status.slos);
    document.title =
      end === null
        ? `${PHASES[current]}: ${head.experiment}, ${head.variant}`
        : `${end.verdict}: ${head.experiment}, ${head.variant}`;
    if (current !== phase) {
      phase = current;
      const one = phases.find(({ phase: name }) => name === current);
      announce(
        end === null
          ? `Now: ${PHASES[current]}${one?.seconds ? `, ${clock(one.seconds)}` : ''}`
          : `The run is over. Verdict: ${end.verdict}.`,
      );
    }
    showEnd(end);
  };

  const showSlos = (slos) => {
    byId('slos').hidden = slos.length === 0;
    const body = byId('slos').querySelector('tbody');
    slos.forEach(({ sli, value, outcome, asked }, index) => {
      const row =
        body.children[index] ??
        body.appendChild(make('tr', {}, [make('th', { scope: 'row' }), ...[1, 2, 3].map(() => make('td'))]));
      const [name, so, word, objective] = row.children;
      so.className = 'value';
      show(name, sli);
      show(so, value);
      word.className = `word ${outcome}`;
      show(word, outcome === 'later' ? '' : `${SYMBOLS[outcome]} ${outcome}`);
      show(objective, asked);
    });
  };

  const showEnd = (end) => {
    byId('end').hidden = end === null;
    if (end === null) {
      byId('report').hidden = true;
      return;
    }
    const { verdict, reasons, report } = end;
    const mark = byId('verdict');
    mark.className = `verdict ${verdict}`;
    show(mark, `${SYMBOLS[verdict]} ${verdict.toUpperCase()}`);
    byId('reasons').replaceChildren(...reasons.map((text) => make('li', { text })));
    show(byId('path'), report);
  };

  /** The server ends with the run, so the page takes the report with it. */
  const keepReport = async () => {
    const answer = await fetch('/report.html').catch(() => undefined);
    if (!answer?.ok) return;
    const link = byId('report');
    link.href = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/html' }));
    link.target = '_blank';
    link.rel = 'noopener';
    link.hidden = false;
  };

  const add = (entries) => {
    const log = byId('log');
    for (const { second, kind, text } of entries) {
      const time = make('time', { text: second === null ? '' : clock(second) });
      log.prepend(
        make('li', { className: kind }, [time, make('span', { text: kind === 'warning' ? `Warning: ${text}` : text })]),
      );
    }
    while (log.children.length > MAX_LOG) log.lastChild.remove();
  };

  const figure = ({ id, title, unit, empty }) =>
    make('figure', {}, [
      make('figcaption', {}, [make('h3', { text: title }), make('span', { className: 'soft', text: unit })]),
      empty ? make('p', { className: 'soft', text: empty }) : make('div', { className: 'chart', id: `chart-${id}` }),
    ]);

  const drawCharts = () => {
    byId('charts').hidden = page === null;
    if (page === null) return;
    byId('figures-of-charts').replaceChildren(...page.charts.map(figure));
    for (const { id, title, unit } of page.charts) {
      const place = byId(`chart-${id}`);
      if (place) place.dataset.label = `${title}, ${unit}, over time. The newest values are above the charts.`;
    }
    if (charts) charts.replace(page);
    else charts = globalThis.testbedCharts(page);
  };

  const snapshot = (message) => {
    if (head?.id !== message.head.id) phase = undefined;
    ({ head } = message);
    page = message.charts;
    byId('log').replaceChildren();
    add(message.log);
    showHead();
    showStatus(message.status);
    drawCharts();
  };

  const update = ({ status, rows, bands, marks, log }) => {
    if (page) {
      const columns = page.charts.flatMap(({ series }) => series.map(({ values }) => values));
      for (const [index, second, values] of rows) {
        page.seconds[index] = second;
        values.forEach((value, column) => (columns[column][index] = value));
      }
      page.bands = bands ?? page.bands;
      page.marks = marks ?? page.marks;
      if (!document.hidden) charts.refresh();
    }
    add(log);
    showStatus(status);
  };

  const source = new EventSource('/events');
  const lost = (text) => {
    const place = byId('connection');
    place.hidden = text === '';
    show(place, text);
  };
  const on = (name, take) =>
    source.addEventListener(name, ({ data }) => {
      lost('');
      const message = JSON.parse(data);
      take(message);
      if (message.status.end === null) return;
      // Another run may follow, and then the page goes on.
      if (byId('series').hidden) source.close();
      void keepReport();
    });
  source.addEventListener('series', ({ data }) => {
    lost('');
    showSeries(JSON.parse(data));
  });
  on('snapshot', snapshot);
  on('update', (message) => head && update(message));
  source.addEventListener('error', () => {
    const text = 'The connection to the run is lost: it has ended, or is being tried again.';
    lost(text);
    announce(text);
  });
  document.addEventListener('visibilitychange', () => !document.hidden && page && charts.refresh());
})();
