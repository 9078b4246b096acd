// What k6 runs. What it is to do is in plan.json beside it (experiments/load/k6/plan.ts), what it writes is read by parse.ts.
import { SharedArray } from 'k6/data';
import { scenario, test, vu } from 'k6/execution';
import http from 'k6/http';
import { sleep } from 'k6';

const plan = JSON.parse(open('./plan.json'));
export const options = plan.options;

// Milliseconds since the start at which requests are due; kept once for all virtual users.
const due = plan.drawn
  ? new SharedArray('due', () => {
      let tenths = 0;
      return open('./due.txt')
        .split(' ')
        .filter((gap) => gap !== '')
        .map((gap) => (tenths += parseInt(gap, 36)) / 10);
    })
  : null;

// Several generators begin at one time.
export function setup() {
  if (plan.startAt === null) return;
  const early = plan.startAt - Date.now();
  if (early >= 0) return sleep(early / 1000);
  console.log(`K6LATE ${-early}`);
  test.abort();
}

export default function () {
  if (scenario.iterationInInstance === 0) console.log(`K6START ${due === null ? scenario.startTime : start()}`);
  if (due !== null) atItsTime();
  else if (plan.thinkTime === null) begin(scenario.iterationInTest, 0);
  else inTurn();
}

// The number that stands in the order for what is sent, or begun, as the n-th.
const inOrder = (n) => parseInt(plan.order[n % plan.order.length], 36);
const isOver = () => Date.now() >= scenario.startTime + plan.seconds * 1000;

// A request, or a whole journey: who is on one when the load ends takes no step more.
function begin(n, late) {
  if (plan.journeys === null) return send(n, inOrder(n), late);
  const kinds = plan.journeys[inOrder(n)];
  send(n, kinds[0], late);
  for (let next = 1; next < kinds.length; next++) {
    sleep(plan.thinkTimes[kinds[next - 1]]);
    if (isOver()) return;
    send(n, kinds[next], 0);
  }
}

// Due times of several generators count from one moment, which k6 itself begins some milliseconds after.
function start() {
  return plan.startAt === null ? scenario.startTime : plan.startAt;
}

// Iterations are taken in order, each by the first virtual user that is free, which sleeps until the request is due.
function atItsTime() {
  const index = scenario.iterationInTest;
  if (index >= due.length) return;
  const at = start() + due[index];
  const early = at - Date.now();
  if (early > 0) sleep(early / 1000);
  const late = Math.max(0, -early);
  if (late > plan.giveUp) console.log(`K6DROP ${at}`);
  else begin(index * plan.generators + plan.generator, late);
}

// The first requests are spread over the time that a virtual user thinks, or all would go on in step.
function inTurn() {
  if (vu.iterationInScenario === 0) sleep(((vu.idInTest * 0.618034) % 1) * plan.thinkTime);
  if (isOver()) return;
  const kind = plan.journeys === null ? inOrder(scenario.iterationInTest) : nextStep();
  send(scenario.iterationInTest, kind, 0);
  sleep(plan.journeys === null ? plan.thinkTime : plan.thinkTimes[kind]);
}

// Each virtual user's own. An iteration is one step, so that a user who is to go goes between two of them.
let journey = [];
let step = 0;
let journeys = 0;

// Each user begins at another place of the order.
function nextStep() {
  if (step === journey.length) {
    const first = Math.floor(((vu.idInTest * 0.618034) % 1) * plan.order.length);
    journey = plan.journeys[inOrder(first + journeys++)];
    step = 0;
  }
  return journey[step++];
}

function send(n, kind, late) {
  const { method, url, body, headers } = plan.requests[kind];
  const begin = Date.now();
  const { timings, status, error_code } = http.request(method, url, body, { headers, timeout: plan.timeout });
  const end = Date.now();
  console.log(
    `R ${n} ${end} ${end - begin} ${timings.duration.toFixed(3)} ${status} ${error_code} ${kind} ${late.toFixed(1)}`,
  );
}

export function handleSummary(data) {
  return { stderr: `K6SUMMARY ${JSON.stringify(data)}\n` };
}
