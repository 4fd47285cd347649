import { type Caller, type Owned, reach, reaches } from '../shared/caller.ts';
import { correctionMs, type Interaction } from './interaction.ts';

/** An author sees what he wrote for as long as he may correct it, whoever looks after the customer now. */
export async function maySee(
  caller: Caller,
  { createdBy, createdAt }: Interaction,
  now: Date,
  customer: () => Promise<Owned | undefined>,
): Promise<boolean> {
  const mayCorrect = createdBy === caller.memberId && now.getTime() - Date.parse(createdAt) <= correctionMs;
  if (mayCorrect || reach(caller, 'interactions.read') === 'all') return true;
  const found = await customer();
  return found !== undefined && reaches(caller, 'interactions.read', found);
}
