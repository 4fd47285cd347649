import { restamped } from '../shared/stamps.ts';
import { cancel, type FollowUp } from './follow-up.ts';
import type { Interaction } from './interaction.ts';

/** That they spoke stays; what about does not. Undefined for one that was blanked already. */
export function erasedInteraction(before: Interaction, actorId: string, now: Date): Interaction | undefined {
  if (before.erasedAt !== undefined) return undefined;
  const { needs: _, feedback: __, corrections: ___, ...rest } = before;
  return restamped({ ...rest, summary: '', erasedAt: now.toISOString() }, now, actorId);
}

/** Nobody is reminded any more of one who is no more. Undefined for one that was blanked already. */
export function erasedFollowUp(before: FollowUp, actorId: string, now: Date): FollowUp | undefined {
  if (before.erasedAt !== undefined) return undefined;
  const { reason: _, ...rest } = before;
  const blank = { ...rest, subject: '', erasedAt: now.toISOString() };
  return before.state === 'open' ? cancel(blank, undefined, actorId, now) : restamped(blank, now, actorId);
}
