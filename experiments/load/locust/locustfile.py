"""The load of an experiment, played by Locust: `plan.json` beside this file says which.

The master writes the log that is the record of the load. Its workers tell it every request together with the statistics in which
Locust counts it, so that what is recorded and what Locust counts are the same requests. `lines.ts` and `parse.ts` have the form of a
line. Locust does not tell the time of connecting apart: `elapsed` and `duration` are both its response time.
"""

import errno
import functools
import heapq
import itertools
import json
import logging
import os
import random
import socket
import time

import gevent
import gevent.socket
from locust import FastHttpUser, LoadTestShape, events, runners, task

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "plan.json"), encoding="utf-8") as file:
    PLAN = json.load(file)

# Multiples of it, without their whole part, lie evenly between 0 and 1 however many there are.
GOLDEN = 0.6180339887498949
# The same in another dimension (M. Roberts, 2018): users of different workers do not meet.
PLASTIC = 0.7548776662466927
# Seconds between the reports of a worker, and that the master waits for the last.
runners.WORKER_REPORT_INTERVAL = 0.5
LAST_REPORT = 3

# Looked up once, as k6 does: with a lookup for each connection DNS would be part of what is measured.
gevent.socket.getaddrinfo = functools.lru_cache(gevent.socket.getaddrinfo)

# Locust's tables at the end, and its advice on a spawn rate that is high on purpose.
logging.getLogger("locust.stats_logger").addFilter(lambda record: False)
logging.getLogger("locust.runners").addFilter(lambda record: "spawn rate is very high" not in str(record.msg))


def say(mark, *fields):
    print(mark, *fields, flush=True)


def users_at(seconds):
    """Users due at a time of the load: on the straight line between two corners, at a jump those after it."""
    for (start, before), (end, after) in itertools.pairwise(PLAN["line"]):
        if start <= seconds < end:
            return before + (after - before) * (seconds - start) / (end - start)
    return 0


class Shape(LoadTestShape):
    """Sets the users at each whole second to what is due in the middle of it: over a ramp the mean is right."""

    begun = False
    idle = 0

    def tick(self):
        if not self.begun:
            # Locust sets the time back to 0 after it.
            self.begun = True
            return self.due(0)
        second = round(self.get_run_time() + 0.5)
        gevent.sleep(max(0, second - self.get_run_time()))
        return self.due(second)

    def due(self, second):
        # All at once; and another number for other workers, for Locust gives those who came during a change no users before the next one.
        at_once = PLAN["most"] + self.runner.worker_count
        if second < PLAN["seconds"]:
            return round(users_at(min(second + 0.5, PLAN["seconds"] - 1e-6))), at_once
        # The last answers, and the workers' last reports, before Locust says how many there were.
        self.idle = self.idle + 1 if self.get_current_user_count() == 0 else 0
        return None if self.idle > LAST_REPORT else (0, at_once)


class Places:
    """Numbers from 0; what was given back is given out first."""

    def __init__(self):
        self.free = []
        self.next = itertools.count()

    def take(self):
        return heapq.heappop(self.free) if self.free else next(self.next)

    def give_back(self, place):
        heapq.heappush(self.free, place)


places = Places()
drawing = random.Random(PLAN["seed"])
weights = list(itertools.accumulate(request["weight"] for request in PLAN["requests"]))
told = []
dropped = []


class Visitor(FastHttpUser):
    host = PLAN["host"]
    connection_timeout = PLAN["timeout"]
    network_timeout = PLAN["timeout"]

    @task
    def visit(self):
        (kind,) = drawing.choices(range(len(weights)), cum_weights=weights)
        request = PLAN["requests"][kind]
        headers = dict(request["headers"])
        if not PLAN["reuseConnections"]:
            headers["Connection"] = "close"
        # Those of the client are for each read and write.
        with gevent.Timeout(PLAN["timeout"], TimeoutError("request timeout")):
            self.client.request(
                request["method"],
                request["path"],
                data=request.get("body"),
                headers=headers,
                context={"kind": kind, "late": self.late()},
            )

    def on_start(self):
        self.place = places.take()
        worker = max(0, getattr(self.environment.runner, "worker_index", 0))
        self.begin((self.place * GOLDEN + worker * PLASTIC) % 1)
        self.wait()

    def on_stop(self):
        places.give_back(self.place)

    if "pacing" in PLAN:
        # A rate: each user has a turn every `pacing` seconds, at a time of its own whenever it came, so that turns lie evenly.
        def begin(self, share):
            turn = share * PLAN["pacing"]
            now = time.time()
            self.turn = now + (turn - now) % PLAN["pacing"] - PLAN["pacing"]

        def late(self):
            return max(0, (time.time() - self.turn) * 1000)

        def wait_time(self):
            self.turn += PLAN["pacing"]
            while self.turn + PLAN["pacing"] < time.time():
                dropped.append(round(self.turn * 1000))
                self.turn += PLAN["pacing"]
            return max(0, self.turn - time.time())

    else:
        # The first requests are spread over the time that a user thinks, or all would go on in step.
        def begin(self, share):
            self.first = share * PLAN["thinkTime"]

        def late(self):
            return 0

        def wait_time(self):
            wait, self.first = self.first, PLAN["thinkTime"]
            return wait


# k6's error codes: https://grafana.com/docs/k6/latest/javascript-api/error-codes/
CODES = {errno.ECONNREFUSED: 1212, errno.ECONNRESET: 1220, errno.EPIPE: 1201}


def error_code(status, exception):
    if status >= 400:
        return 1000 + status
    if exception is None:
        return 0
    # What a request failed of when its client tried no more.
    exception = getattr(exception, "original", exception)
    if isinstance(exception, TimeoutError):
        return 1050
    if isinstance(exception, socket.gaierror):
        return 1101
    return CODES.get(getattr(exception, "errno", None), 1000)


@events.request.add_listener
def on_request(response_time, response, exception, start_time, context, **_):
    status = getattr(response, "status_code", 0) or 0
    end = round(start_time * 1000 + response_time)
    told.append((end, response_time, status, error_code(status, exception), context["kind"], context["late"]))


@events.report_to_master.add_listener
def on_report_to_master(data, **_):
    data["told"], data["dropped"] = list(told), list(dropped)
    told.clear()
    dropped.clear()


class Master:
    """What the master of a load writes."""

    def __init__(self, runner):
        self.runner = runner
        self.numbers = itertools.count()
        self.dropped = 0
        self.missing = set()
        events.test_start.add_listener(self.on_test_start)
        events.worker_report.add_listener(self.on_worker_report)
        events.heartbeat_sent.add_listener(self.on_heartbeat)
        events.quit.add_listener(self.on_quit)

    def on_test_start(self, **_):
        say("LOCUSTSTART", round(time.time() * 1000))

    def on_worker_report(self, data, **_):
        lines = []
        for end, took, status, error, kind, late in sorted(data.pop("told", ()), key=lambda one: one[0] - one[1]):
            took = f"{took:.3f}"
            lines.append(f"R {next(self.numbers)} {end} {took} {took} {status} {error} {kind} {late:.1f}")
        for due in data.pop("dropped", ()):
            self.dropped += 1
            lines.append(f"LOCUSTDROP {due}")
        if lines:
            say("\n".join(lines))

    def on_heartbeat(self, **_):
        self.missing |= {client.id for client in self.runner.clients.missing}

    def on_quit(self, **_):
        if self.missing:
            say("LOCUSTFAILED", f"{len(self.missing)} of Locust's workers went missing during the load.")
        total = self.runner.stats.total
        duration = {"avg": total.avg_response_time, "min": total.min_response_time, "max": total.max_response_time}
        # In the form of k6's summary, but for the percentiles: Locust's are of rounded times.
        metrics = {
            "http_reqs": {"values": {"count": total.num_requests}},
            "http_req_failed": {"values": {"passes": total.num_failures}},
            "http_req_duration": {"values": duration},
            "dropped_iterations": {"values": {"count": self.dropped}},
        }
        percentiles = {str(p): total.get_response_time_percentile(p / 100) for p in (50, 90, 95, 99)}
        errors = {str(error.error): error.occurrences for error in self.runner.errors.values()}
        locust = {"roundedPercentiles": percentiles, "errors": errors, "workers": len(self.runner.worker_indexes)}
        say("LOCUSTSUMMARY", json.dumps({"metrics": metrics, "locust": locust}))


@events.init.add_listener
def on_init(runner, **_):
    if isinstance(runner, runners.WorkerRunner):
        # Each has its own part of what is drawn once it knows its number.
        events.test_start.add_listener(lambda **_: drawing.seed(PLAN["seed"] * 1000 + runner.worker_index))
    else:
        Master(runner)
