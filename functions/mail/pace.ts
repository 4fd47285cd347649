/** Spaces the calls of one container once the account's rate was exceeded; until then it costs nothing. */
export interface Pace {
  /** Until it is this call's turn. */
  readonly wait: () => Promise<void>;
  /** The mail service said too fast. */
  readonly slowDown: () => Promise<void>;
}

/** The quota changes rarely and reading it counts against a limit of one a second, so it is read this often at most. */
const quotaMs = 5 * 60_000;

export interface Clockwork {
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const real: Clockwork = {
  nowMs: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** `readRate` answers how many messages a second the account may send. */
export function pace(readRate: () => Promise<number>, { nowMs, pause }: Clockwork = real): Pace {
  let slowUntilMs = Number.NEGATIVE_INFINITY;
  let intervalMs = 0;
  let nextMs = 0;
  return {
    wait: async () => {
      const now = nowMs();
      if (now >= slowUntilMs) return;
      const at = Math.max(now, nextMs);
      nextMs = at + intervalMs;
      if (at > now) await pause(at - now);
    },
    slowDown: async () => {
      const now = nowMs();
      if (now < slowUntilMs) return;
      slowUntilMs = now + quotaMs;
      // A rate that cannot be read is the least that an account has.
      const rate = await readRate().catch(() => 1);
      intervalMs = 1000 / Math.max(1, rate);
    },
  };
}
