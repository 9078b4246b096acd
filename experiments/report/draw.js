// Times and numbers as the pages write them.
globalThis.testbedWords = (() => {
  'use strict';
  const clock = (second) => {
    const whole = Math.round(Math.abs(second));
    return `${second < 0 ? '-' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  };

  const number = (value) =>
    value === null || value === undefined ? '–' : value.toLocaleString('en', { maximumSignificantDigits: 4 });

  return { clock, number };
})();

// Draws the charts of a run in the reader's browser, with uPlot (inlined before this script): of the report, and of the page that shows a
// run while it happens. `testbedCharts(page)` draws them; what it gives draws another state of them.
globalThis.testbedCharts = (first) => {
  'use strict';
  const { clock, number } = globalThis.testbedWords;
  let page = first;
  const AXIS_WIDTH = 64;
  const HEIGHT = 190;
  const sync = uPlot.sync('run');
  const readout = document.getElementById('readout');
  let plots = [];

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** Shades warm-up, cool-down and gaps; marks load changes and scale events. */
  const backdrop = (u) => {
    const { ctx } = u;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    for (const { from, to, kind } of page.bands) {
      const [a, b] = [from, to].map((second) => u.valToPos(second, 'x', true));
      ctx.fillStyle = style(`--band-${kind}`);
      ctx.fillRect(a, top, Math.max(b - a, kind === 'gap' ? 2 : 0), height);
    }
    ctx.restore();
  };

  const overlay = (place) => (u) => {
    const chart = chartOf(place);
    const { ctx } = u;
    const { left, top, width, height } = u.bbox;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    for (const { at, kind } of page.marks) {
      const x = u.valToPos(at, 'x', true);
      ctx.strokeStyle = style(kind === 'load' ? '--ink' : '--mark');
      ctx.lineWidth = ratio;
      ctx.setLineDash(kind === 'load' ? [] : [3 * ratio, 3 * ratio]);
      ctx.globalAlpha = kind === 'load' ? 0.55 : 0.8;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    for (const { value, label } of chart.lines) {
      const y = u.valToPos(value, 'y', true);
      ctx.strokeStyle = ctx.fillStyle = style('--red');
      ctx.lineWidth = 1.5 * ratio;
      ctx.setLineDash([10 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
      ctx.stroke();
      ctx.textBaseline = y - top < 16 * ratio ? 'top' : 'bottom';
      ctx.textAlign = 'right';
      ctx.fillText(label, left + width - 6 * ratio, y + (ctx.textBaseline === 'top' ? 3 : -3) * ratio);
    }
    ctx.restore();
  };

  const tell = (u) => {
    const text = words(u.cursor.idx);
    // The same text again would be read out again.
    if (readout.textContent !== text) readout.textContent = text;
  };

  /** What happened within a second of the cursor; the values are in each chart's legend. */
  const words = (index) => {
    if (index === null || index === undefined) return readout.dataset.idle;
    const second = page.seconds[index];
    const near = page.marks.filter(({ at }) => at >= second - 0.5 && at < second + 1);
    const inside = page.bands
      .filter(({ from, to }) => second >= from && second < to)
      .map(({ kind }) => page.names[kind]);
    return [clock(second), ...inside, ...near.map(({ label }) => label)].join(' · ');
  };

  const range = (place) => (u, least, most) => {
    const chart = chartOf(place);
    const limits = chart.lines.map(({ value }) => value);
    const high = Math.max(most ?? 0, ...limits, chart.log ? 1 : 0);
    if (!chart.log) return [0, high > 0 ? high * 1.08 : 1];
    return [10 ** Math.floor(Math.log10(Math.max(least ?? 1, 0.1))), 10 ** Math.ceil(Math.log10(high * 1.02))];
  };

  const chartOf = ({ id }) => page.charts.find((chart) => `chart-${chart.id}` === id);

  // A logarithm has no 0: what is at or below the lowest decade is drawn on it.
  const dataOf = ({ log, series }) => [
    page.seconds,
    ...series.map(({ values }) => (log ? values.map((v) => (v === null ? null : Math.max(v, 0.1))) : values)),
  ];

  const describe = (place, chart) => {
    place.dataset.drawn = String(chart.series.filter(({ values }) => values.some((value) => value !== null)).length);
  };

  const draw = (chart) => {
    const place = document.getElementById(`chart-${chart.id}`);
    const stepped = uPlot.paths.stepped({ align: 1 });
    const ink = style('--ink');
    const grid = { stroke: style('--grid'), width: 1 };
    const axis = { stroke: ink, grid, ticks: grid, font: '12px system-ui, sans-serif' };
    const options = {
      width: place.clientWidth,
      height: HEIGHT,
      padding: [10, 12, 0, 0],
      cursor: { sync: { key: sync.key, setSeries: false }, drag: { x: true, y: false }, points: { size: 7 } },
      legend: { live: true, markers: { width: 2, dash: (u, i) => (chart.series[i - 1]?.dash ? 'dashed' : 'solid') } },
      scales: { x: { time: false }, y: { distr: chart.log ? 3 : 1, range: range(place) } },
      axes: [
        {
          ...axis,
          size: 30,
          values: (u, splits) => splits.map(clock),
          incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600],
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          values: (u, splits) => splits.map((value) => (value === null ? '' : number(value))),
        },
      ],
      series: [
        { label: 'time', value: (u, second) => (second === null ? '–' : clock(second)) },
        ...chart.series.map(({ label, tone, dash, steps }) => ({
          label,
          stroke: style(`--${tone}`),
          width: 1.75,
          dash,
          paths: steps ? stepped : undefined,
          points: { show: false },
          value: (u, value) => number(value),
        })),
      ],
      hooks: { drawClear: [backdrop], draw: [overlay(place)], setCursor: [tell] },
    };
    const plot = new uPlot(options, dataOf(chart), place);
    const canvas = plot.root.querySelector('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', place.dataset.label);
    describe(place, chart);
    reachable(plot, place);
    return { plot, place };
  };

  const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

  /** The moment that is read can be moved by the keyboard as well as by the pointer. */
  const reachable = (plot, place) => {
    place.tabIndex = 0;
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', `${place.dataset.label} Arrow keys read it second by second.`);
    place.onkeydown = (event) => {
      const by = KEYS[event.key];
      if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const { seconds } = page;
      const { min, max } = plot.scales.x;
      const inside = [seconds.findIndex((second) => second >= min), seconds.findLastIndex((second) => second <= max)];
      const from = plot.cursor.idx ?? (by > 0 ? inside[0] - 1 : inside[1] + 1);
      const index = Math.min(inside[1], Math.max(inside[0], from + by));
      // Said aloud when a key has asked for it, and not at every move of a pointer.
      readout.setAttribute('aria-live', 'polite');
      plot.setCursor({ left: plot.valToPos(seconds[index], 'x'), top: HEIGHT / 2 });
    };
  };

  const drawAll = () => {
    for (const { plot } of plots) plot.destroy();
    plots = page.charts.filter(({ empty }) => !empty).map(draw);
  };

  drawAll();
  // On paper all is light, and as wide as the paper.
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', drawAll);
  let waiting;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(
      () => plots.forEach(({ plot, place }) => plot.setSize({ width: place.clientWidth, height: HEIGHT })),
      100,
    );
  });

  return {
    /** Draws a page whose charts are others than before. */
    replace(next) {
      page = next;
      drawAll();
    },
    /** Draws the page after its values, bands or marks have changed; the reader's zoom stays. */
    refresh() {
      for (const { plot, place } of plots) {
        const { min, max } = plot.scales.x;
        const zoomed = min > page.seconds[0] || max < page.seconds.at(-1);
        const chart = chartOf(place);
        plot.batch(() => {
          plot.setData(dataOf(chart), !zoomed);
          if (zoomed) plot.setScale('x', { min, max });
        });
        describe(place, chart);
      }
    },
  };
};
