/** Seconds as people say them: `0.3 s`, `8 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 0.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Bytes as people say them, in powers of 1024: `512 B`, `1.5 GiB`. */
export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/**
 * Seconds that are left of a step, from how long the done fraction took. Undefined before a twentieth is done or 5 s are over: an
 * estimate from less is no better than a guess.
 */
export function remaining(elapsed: number, fraction: number | undefined): number | undefined {
  if (fraction === undefined || fraction < 0.05 || fraction >= 1 || elapsed < 5) return undefined;
  return (elapsed * (1 - fraction)) / fraction;
}

/** `compiling 120 of 480 packages, 25 %, 1 min 2 s, about 3 min 6 s left`; the parts that are not known are left out. */
export function stepLine(message: string, elapsed: number, fraction?: number): string {
  const left = remaining(elapsed, fraction);
  return [
    message,
    ...(fraction === undefined ? [] : [`${Math.floor(fraction * 100)} %`]),
    ...(elapsed < 2 ? [] : [duration(elapsed)]),
    ...(left === undefined ? [] : [`about ${duration(left)} left`]),
  ].join(', ');
}
