import { Relay } from '../../experiments/live/relay';
import { LIVE_VARIABLE, portOf } from '../../experiments/live/variable';
import type { PlannedRun } from '../../experiments/compare/plan';
import type { ComparisonStore } from '../../experiments/compare/store';
import type { Report } from '../../toolchain';
import { STATUS_VARIABLE } from '../../plugins/testbed/status';

/** How an update says where the page of its experiment is. */
const PAGE = /\blive: (http:\/\/127\.0\.0\.1:\d+)$/;

/** The page of a comparison on the whole: of the run that goes on, and of how far all are. */
export class ComparisonPage {
  private constructor(private readonly relay: Relay | undefined) {}

  /** Where there can be none, `report` says why, and nothing else is other. */
  static async open(wanted: boolean, report: Report): Promise<ComparisonPage> {
    const where = process.env[LIVE_VARIABLE];
    if (!wanted || where === 'off') return new ComparisonPage(undefined);
    try {
      const relay = await Relay.start(portOf(where));
      report(`live: ${relay.address}`, 1);
      return new ComparisonPage(relay);
    } catch (error) {
      report(`There is no live page: ${(error as Error).message}`, 1);
      return new ComparisonPage(undefined);
    }
  }

  /** For the updates: each run has a page at a port of its own, and tells every second where it is. */
  get variables(): Record<string, string> {
    return { [LIVE_VARIABLE]: this.relay === undefined ? 'off' : '0', [STATUS_VARIABLE]: '1' };
  }

  /** Takes what an update says of its experiment. Whether it was for the page alone: where the run's own is, nobody needs to know. */
  heard(status: string): boolean {
    const [, address] = PAGE.exec(status) ?? [];
    if (address !== undefined) this.relay?.show(address);
    return address !== undefined;
  }

  /** @param text how far it is, for people */
  at(text: string, { plan }: ComparisonStore, done: readonly { index: number; verdict: string }[]): void {
    const name = ({ variant, load }: PlannedRun): string =>
      Object.keys(plan.loads).length > 1 ? `${variant}, ${load}` : variant;
    const runs = plan.runs.map((run) => ({
      name: name(run),
      verdict: done.findLast(({ index }) => index === run.index)?.verdict ?? null,
    }));
    this.relay?.progress({ text, runs });
  }

  async close(): Promise<void> {
    await this.relay?.close();
  }
}
