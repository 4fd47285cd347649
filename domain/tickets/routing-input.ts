import * as z from 'zod';
import { Channel } from '../shared/channel.ts';
import { DomainError, type FieldError } from '../shared/error.ts';
import { DepartmentId } from '../shared/ids.ts';
import { Locale } from '../shared/locale.ts';
import { line } from '../shared/text.ts';
import { Code, some } from './sla-policy-input.ts';
import { Kind, Priority, Severity } from './ticket.ts';

const labelsMax = 10;

/** All of them must hold; of each list one. None at all: every ticket. */
const Conditions = z.strictObject({
  kinds: some(Kind),
  severities: some(Severity),
  priorities: some(Priority),
  channels: some(Channel),
  tags: some(line(40), labelsMax),
  levels: some(Code),
  customerKinds: some(z.enum(['company', 'individual'])),
  /** Provinces, as customers' addresses and members' territories write them. */
  territories: some(line(40), labelsMax),
  languages: some(Locale),
});

const RuleInput = z.strictObject({
  name: line(60),
  when: Conditions.default({}),
  departmentId: DepartmentId,
  skill: line(40).optional(),
});
export type RuleInput = z.output<typeof RuleInput>;

export const RulesInput = z.array(RuleInput).max(50);

/** Each goes to a department that there is, has a name of its own, and can come to its turn. */
export function assertRules(rules: readonly RuleInput[], departmentIds: ReadonlySet<string>): void {
  const errors = rules.flatMap(({ name, departmentId }, i): FieldError[] => {
    const before = rules.slice(0, i);
    const taker = before.find(({ when }) => Object.keys(when).length === 0);
    return [
      ...(departmentIds.has(departmentId)
        ? []
        : [{ pointer: `/rules/${i}/departmentId`, code: 'tickets.unknown-department' } as const]),
      ...(before.some((each) => each.name === name)
        ? [{ pointer: `/rules/${i}/name`, code: 'tickets.rule-twice' } as const]
        : []),
      ...(taker === undefined
        ? []
        : [{ pointer: `/rules/${i}`, code: 'tickets.rule-unreachable', facts: { rule: taker.name } } as const]),
    ];
  });
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts ?? {}, errors);
}
