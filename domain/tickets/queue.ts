import * as z from 'zod';
import { DepartmentId } from '../shared/ids.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { Kind, type Ticket } from './ticket.ts';

/** `manual`: agents take work themselves. The others give it out: in turn, or to whoever has the least. */
const Mode = z.enum(['manual', 'round-robin', 'least-load']);

const label = line(60);
/** A ticket of one of these kinds, or of a category or tag with this name, needs the skill. */
const SkillRule = z.strictObject({
  skill: line(40),
  kinds: z.array(Kind).max(5).default([]),
  categories: z.array(label).max(50).default([]),
  tags: z.array(label).max(50).default([]),
});

export const QueueInput = z.strictObject({ mode: Mode, skills: z.array(SkillRule).max(50).default([]) });

/** How a department's queue is given out. */
export const Queue = z.strictObject({
  departmentId: DepartmentId,
  mode: Mode,
  skills: z.array(
    z.strictObject({
      skill: z.string(),
      kinds: z.array(Kind),
      categories: z.array(z.string()),
      tags: z.array(z.string()),
    }),
  ),
  /** When it is looked at again, because something waits that nobody could take. */
  looksAt: UtcInstant.optional(),
  version: z.int().nonnegative(),
});
export type Queue = z.output<typeof Queue>;

export function manualQueue(departmentId: string): Queue {
  return { departmentId, mode: 'manual', skills: [], version: 0 };
}

/** What whoever works on a ticket should know and speak, and where he should be at home. */
export interface Needs {
  readonly skills: readonly string[];
  readonly language?: string | undefined;
  readonly territory?: string | undefined;
}

/** What the queue asks of such a ticket, and the rule that brought it there. */
export function skillsFor({ skills }: Queue, ticket: Ticket): string[] {
  const { kind, category = [], tags, routed } = ticket;
  const needed = skills.filter(
    (rule) =>
      rule.kinds.includes(kind) ||
      rule.categories.some((each) => category.includes(each)) ||
      rule.tags.some((each) => tags.includes(each)),
  );
  const brought = routed?.skill !== undefined && routed.departmentId === ticket.departmentId ? [routed.skill] : [];
  return [...new Set([...brought, ...needed.map(({ skill }) => skill)])];
}
