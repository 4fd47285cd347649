import type { Rest } from '../service.ts';

/** For how long messages may gather before they are handed over. */
export interface Window {
  /** Whether what waits goes now; if not, `plan` is called when it may. */
  readonly isOver: (waiting: number) => boolean;
  readonly stop: () => void;
}

/**
 * The batching window of a mapping, in real milliseconds. It ends with a full batch, and as soon as no function runs: who
 * could send more is done, and to wait on would only delay.
 */
export function batchingWindow(ms: number, batchSize: number, rest: Rest, plan: () => void): Window {
  if (ms === 0) return { isOver: () => true, stop: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  let isPast = false;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isPast = false;
  };
  rest.onRest(plan);
  return {
    stop,
    isOver: (waiting) => {
      const isOver = waiting >= batchSize || isPast || rest.isResting();
      if (isOver) stop();
      else if (waiting > 0) {
        timer ??= setTimeout(() => {
          isPast = true;
          plan();
        }, ms);
      }
      return isOver;
    },
  };
}
