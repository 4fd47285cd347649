import * as z from 'zod';

/** What happens after a broken promise, as it is kept: `notify` names roles towards the ticket and members. */
export const Ladder = z.array(z.strictObject({ after: z.string(), notify: z.array(z.string()) }));
export type Ladder = z.output<typeof Ladder>;
export type Step = Ladder[number];

export const defaultLadder: Ladder = [
  { after: 'PT0S', notify: ['assignee'] },
  { after: 'PT4H', notify: ['manager'] },
  { after: 'PT24H', notify: ['service-manager'] },
];
