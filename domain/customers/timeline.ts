import * as z from 'zod';
import { EventId } from '../shared/ids.ts';
import { UtcInstant } from '../shared/time.ts';

/** Something that happened with a customer. The title is a subject, never content (rules.md 3). */
export const TimelineEntry = z.object({
  id: EventId,
  at: UtcInstant,
  /** The type of the event: `ticket.opened`. */
  kind: z.string(),
  title: z.string(),
  refId: z.string(),
  actorId: z.string(),
});
export type TimelineEntry = z.output<typeof TimelineEntry>;

/** Twenty entries and the customer are read for one unit, so an entry is small. */
const entryBytesMax = 280;
/** Names of attributes, the partition key and what the store adds: 42 + 30 + 23 for keys and mark, 4 + 5 + 5 + 7 for names. */
const fixedBytes = 116;
const atBytes = 26;

/** As much of a title as there is room for, never half a character. */
export function fittingTitle(entry: TimelineEntry, isAtStored: boolean): string {
  const others = bytes(entry.kind) + bytes(entry.refId) + bytes(entry.actorId) + (isAtStored ? atBytes : 0);
  const room = entryBytesMax - fixedBytes - others;
  const whole = entry.title.replaceAll(/\s+/g, ' ').trim();
  if (bytes(whole) <= room) return whole;
  let kept = '';
  for (const character of whole) {
    if (bytes(`${kept}${character}…`) > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Length in UTF-8, as DynamoDB counts it. */
function bytes(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
