import type { Message } from './message.ts';

/** Many deadlines fall due at once, and whoever answers for them is told of all in one letter. */
const kinds: ReadonlySet<string> = new Set(['ticket.warning', 'ticket.escalated']);

/** Lines of one letter; what is more goes into the next. */
export const gatheredMax = 1000;

type Asked = Pick<Message, 'kind' | 'to'>;

/** A message that waits for the others of its minute: to a member, of a kind that comes in numbers. */
export interface Gathering extends Message {
  readonly to: { readonly memberId: string };
  readonly gathersAt: string;
}

export function isGathered({ kind, to }: Asked): boolean {
  return kinds.has(kind) && 'memberId' in to;
}

/** The end of the minute. */
export function gathersAt(now: Date): Date {
  return new Date((Math.floor(now.getTime() / minuteMs) + 1) * minuteMs);
}

const minuteMs = 60_000;

/** Once it was called, or is said in another letter, it waits no more. */
export function isGathering(message: Message): message is Gathering {
  return message.gathersAt !== undefined && message.state === 'queued' && message.attempts === 0;
}

/** `mem_…#2026-03-10T01:00/1`: whose, the minute, and which letter of it: what comes too late for one is in the next. */
export function gatheringRef({ to, gathersAt: end }: Gathering, part: number): string {
  const minute = new Date(Date.parse(end) - minuteMs).toISOString().slice(0, 16);
  return `${to.memberId}#${minute}/${part}`;
}
