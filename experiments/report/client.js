// The report's charts; their data is in the JSON beside them.
(() => {
  'use strict';
  globalThis.testbedCharts(JSON.parse(document.getElementById('chart-data').textContent));
})();
