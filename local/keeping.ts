import type { Kept } from './kept.ts';

/** What holds state in memory and can hand it over a restart. */
export interface Keeper {
  readonly snapshot: () => unknown;
  readonly restore: (saved: unknown) => void;
}

/** What was not yet written when the process is killed: at most this much. */
const everyMs = 2000;

/** Takes up what was kept of each, and from now on keeps it every two seconds and at the end. Answers the end. */
export function keepState(kept: Kept, keepers: Readonly<Record<string, Keeper>>): () => void {
  if (!kept.isKept) return () => undefined;
  for (const [name, keeper] of Object.entries(keepers)) {
    const saved = kept.get(name);
    if (saved !== undefined) keeper.restore(saved);
  }
  const save = () => {
    for (const [name, keeper] of Object.entries(keepers)) kept.set(name, keeper.snapshot());
  };
  const timer = setInterval(save, everyMs).unref();
  return () => {
    clearInterval(timer);
    save();
    kept.flush();
  };
}
