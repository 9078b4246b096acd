import { seeded } from '../shapes/random';

/** Minutes from point to point. */
const EVERY = 15;
const SEED = 20_261_123;
/** A busy hour: when it is (hours), how wide (hours), and its requests per second over the night's. */
const HUMPS = [
  { at: 10.5, width: 2.2, rate: 520 },
  { at: 15, width: 2.5, rate: 480 },
  { at: 20.5, width: 1.4, rate: 640 },
] as const;
const NIGHT = 90;
/** A mail to all customers: everyone comes at once, and goes by and by. */
const MAIL = { at: 17, rate: 380, hours: 0.35 } as const;
/** Of the noise: share of the rate, and how much of it stays from one point to the next. */
const NOISE = { share: 0.04, stays: 0.7 } as const;

/**
 * A day of a web service that does not exist, as the text of day.csv: a quiet night, humps (Gaussians) in the morning, in the afternoon and
 * in the evening, a sudden peak at 17:00 with an exponential end, and noise that is correlated from point to point (AR(1)).
 */
export function day(): string {
  const random = seeded(SEED);
  let noise = 0;
  const rows = Array.from({ length: (24 * 60) / EVERY + 1 }, (_, i) => {
    const hour = (i * EVERY) / 60;
    // Twelve uniform numbers added up are nearly normal, with variance 1.
    const shock = Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
    noise = NOISE.stays * noise + Math.sqrt(1 - NOISE.stays ** 2) * shock;
    const humps = HUMPS.reduce((sum, { at, width, rate }) => sum + rate * Math.exp(-(((hour - at) / width) ** 2)), 0);
    const mail = hour < MAIL.at ? 0 : MAIL.rate * Math.exp(-(hour - MAIL.at) / MAIL.hours);
    const rate = (NIGHT + humps + mail) * Math.max(0, 1 + NOISE.share * noise);
    return `${i * EVERY * 60},${rate.toFixed(1)}`;
  });
  return ['# Made, not measured: npm exec tsx experiments/presets/makeDay.ts', 'time,rate', ...rows, ''].join('\n');
}

if (require.main === module) process.stdout.write(day());
