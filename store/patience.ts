/** How a caller waits between attempts; both are arguments so that tests neither wait nor roll dice. */
export interface Patience {
  readonly pause: (ms: number) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
}

export const realPatience: Patience = {
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** Six attempts take at most 1.55 s of waiting: well inside a request's 30 s, and long for a conflict of two writers. */
export const attemptsMax = 6;
const firstDelayMs = 50;
const delayMsMax = 2000;

/** Full jitter: clients that failed together do not come back together. */
export function backOff(attempt: number, { pause, random }: Patience): Promise<void> {
  return pause(random() * Math.min(delayMsMax, firstDelayMs * 2 ** attempt));
}

/** Tries again while the failure is a passing one, then throws it. */
export async function persistently<T>(
  attempt: () => Promise<T>,
  isPassing: (error: unknown) => boolean,
  patience: Patience,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= attemptsMax || !isPassing(error)) throw error;
      await backOff(tried - 1, patience);
    }
  }
}
