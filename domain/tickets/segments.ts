import type { Promised, Span } from './clock.ts';
import type { Piece } from './hours.ts';

export interface Segment {
  readonly from: number;
  readonly to: number;
  /** `paused`: it would have counted; hours out of office are no pause. `closed`: the ticket was thought solved. */
  readonly kind: Piece['kind'] | 'paused' | 'closed';
  readonly cause: string;
}

/**
 * The time from the promise's start until it was met or dropped, else until now, in pieces without gap or overlap; of a
 * ticket that was reopened, until then.
 */
export function segmentsOf(promise: Promised, now: number): Segment[] {
  const end = promise.metAt ?? promise.droppedAt ?? now;
  return [...openSegments(promise, end), ...closedSegment(promise, end)];
}

/** Closed time never counts, whatever the hour. */
function closedSegment({ metAt, reopenedAt = 0 }: Promised, end: number): Segment[] {
  if (reopenedAt <= end) return [];
  return [{ from: end, to: reopenedAt, kind: 'closed', cause: metAt === undefined ? 'closed' : 'resolved' }];
}

function openSegments(promise: Promised, end: number): Segment[] {
  return stretchesOf(promise, end).flatMap((stretch) =>
    split(promise.spans, stretch.from, stretch.to).map(({ kind, since, ...piece }) => ({
      ...piece,
      kind: stretch.isPaused && kind === 'counted' ? ('paused' as const) : kind,
      cause: !stretch.isPaused && since > stretch.from ? 'policy-changed' : stretch.cause,
    })),
  );
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly isPaused: boolean;
  readonly cause: string;
}

function stretchesOf({ startedAt, startedBy, pauses }: Promised, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let from = startedAt;
  let cause: string = startedBy;
  for (const pause of pauses) {
    const to = pause.to ?? end;
    stretches.push({ from, to: pause.from, isPaused: false, cause });
    stretches.push({ from: pause.from, to, isPaused: true, cause: `waiting-for-${pause.cause}` });
    from = to;
    cause = 'resumed';
  }
  stretches.push({ from, to: end, isPaused: false, cause });
  return stretches.filter((stretch) => stretch.to > stretch.from);
}

/** By the hours of each time; `since` is when those came into force. */
function split(spans: readonly Span[], from: number, to: number): (Piece & { readonly since: number })[] {
  return spans.flatMap(({ from: begin, hours }, i) => {
    const start = i === 0 ? from : Math.max(from, begin);
    const stop = Math.min(to, spans[i + 1]?.from ?? Number.POSITIVE_INFINITY);
    return hours.split(start, stop).map((piece) => ({ ...piece, since: i === 0 ? from : begin }));
  });
}
