import * as z from 'zod';
import { DepartmentId } from '../shared/ids.ts';
import { UtcInstant } from '../shared/time.ts';
import type { Routed, Ticket } from './ticket.ts';

const Codes = z.array(z.string()).optional();

const Rule = z.strictObject({
  name: z.string(),
  when: z.strictObject({
    kinds: Codes,
    severities: Codes,
    priorities: Codes,
    channels: Codes,
    tags: Codes,
    levels: Codes,
    customerKinds: Codes,
    territories: Codes,
    languages: Codes,
  }),
  departmentId: DepartmentId,
  /** What whoever works on such a ticket must know, besides what the queue itself asks for. */
  skill: z.string().optional(),
});
export type Rule = z.output<typeof Rule>;

/** One version of the rules by which new tickets come to a queue (工单流转规则, TKT-22); never changed. */
export const Routing = z.strictObject({
  version: z.int().nonnegative(),
  /** In this order: the first that takes a ticket has it. */
  rules: z.array(Rule),
  createdAt: UtcInstant,
  createdBy: z.string(),
});
export type Routing = z.output<typeof Routing>;

/** What a new ticket and its customer are, as far as rules ask. */
export interface Arrival extends Pick<Ticket, 'kind' | 'severity' | 'priority' | 'channel' | 'tags'> {
  readonly level?: string | undefined;
  readonly customerKind?: string | undefined;
  /** The customer's province. */
  readonly territory?: string | undefined;
  /** The contact's. */
  readonly language?: string | undefined;
}

type Condition = keyof Rule['when'];

const askedOf: Readonly<Record<Condition, (arrival: Arrival) => readonly (string | undefined)[]>> = {
  kinds: ({ kind }) => [kind],
  severities: ({ severity }) => [severity],
  priorities: ({ priority }) => [priority],
  channels: ({ channel }) => [channel],
  tags: ({ tags }) => tags,
  levels: ({ level }) => [level],
  customerKinds: ({ customerKind }) => [customerKind],
  territories: ({ territory }) => [territory],
  languages: ({ language }) => [language],
};

/** A rule held against a ticket: it takes the ticket if none of its conditions is unmet. */
export interface Weighed {
  readonly rule: Rule;
  readonly met: readonly Condition[];
  readonly unmet: readonly Condition[];
}

export function weighed(rules: readonly Rule[], arrival: Arrival): Weighed[] {
  return rules.map((rule) => {
    const asked = (Object.keys(askedOf) as Condition[]).filter((condition) => rule.when[condition] !== undefined);
    const isMet = (condition: Condition): boolean =>
      askedOf[condition](arrival).some((found) => found !== undefined && rule.when[condition]?.includes(found));
    return { rule, met: asked.filter(isMet), unmet: asked.filter((condition) => !isMet(condition)) };
  });
}

/** The first rule that takes the ticket to a department that is still there. */
export function routedBy(
  { rules, version }: Pick<Routing, 'rules' | 'version'>,
  arrival: Arrival,
  isThere: (departmentId: string) => boolean,
): Routed | undefined {
  const first = weighed(rules, arrival).find(({ rule, unmet }) => unmet.length === 0 && isThere(rule.departmentId));
  if (first === undefined) return undefined;
  const { name, departmentId, skill } = first.rule;
  return { rule: name, version, departmentId, because: [...first.met], ...(skill === undefined ? {} : { skill }) };
}
