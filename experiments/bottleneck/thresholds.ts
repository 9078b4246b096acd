/**
 * From this utilization on a service counts as saturated: in an M/M/1 queue requests then wait four times as long as they are worked on
 * (W/S = rho / (1 - rho)).
 */
export const SATURATED = 0.8;
/** Requests that wait on average, from which on a queue is worth naming. */
export const QUEUE = 1;
