import { HttpProblem } from './problem.ts';

/** One caller's bucket in one container: no write per request; the stage's throttle bounds the whole. */
const perSecond = 200;
const burst = 400;
const maxCallers = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

export type Throttle = (callerId: string, nowMs: number) => void;

/** Throws 429 with Retry-After when the caller's bucket is empty. */
export function throttle(): Throttle {
  const buckets = new Map<string, Bucket>();
  return (callerId, nowMs) => {
    const found = buckets.get(callerId);
    if (found === undefined) {
      if (buckets.size >= maxCallers) buckets.clear();
      buckets.set(callerId, { tokens: burst - 1, atMs: nowMs });
      return;
    }
    found.tokens = Math.min(burst, found.tokens + (Math.max(0, nowMs - found.atMs) * perSecond) / 1000);
    found.atMs = nowMs;
    if (found.tokens < 1) throw new HttpProblem(429, 'shared.too-many-requests', {}, { 'retry-after': '1' });
    found.tokens -= 1;
  };
}
