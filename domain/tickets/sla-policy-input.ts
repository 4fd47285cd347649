import * as z from 'zod';
import { MemberId } from '../shared/ids.ts';
import { Duration, durationMs } from '../shared/time.ts';
import { says } from '../shared/words.ts';
import { alwaysOpen } from './calendar.ts';
import { SlaName } from './calendar-input.ts';
import { defaultLadder } from './ladder.ts';
import { Target } from './target.ts';
import { Kind, Priority, Severity, WaitingFor } from './ticket.ts';

/** Whom a rung tells: a role towards the ticket (`head`: of its department), or a member by his id. */
const Rung = z.union([z.enum(['assignee', 'manager', 'service-manager', 'head']), MemberId]);

const StepInput = z.strictObject({ after: Duration, notify: z.array(Rung).min(1).max(10) });

/**
 * What happens after a broken promise: who is told, and how long after it in the policy's hours. Each rung comes later
 * than the one below it, and nobody stands on two: a ladder that comes back to its beginning would tell him nothing new.
 */
const LadderInput = z
  .array(StepInput)
  .min(1)
  .max(10)
  .refine((steps) => isRising(steps.map(({ after }) => durationMs(after))), {
    ...says('tickets.ladder-not-rising'),
    abort: true,
  })
  .refine((steps) => {
    const named = steps.flatMap(({ notify }) => notify);
    return new Set(named).size === named.length;
  }, says('tickets.ladder-circular'));

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((each, i) => numbers.slice(0, i).every((before) => before < each));
}

/** An entry of the company's list; one that is not in it simply never holds. */
export const Code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, says('shared.slug'))
  .max(40);
/** Any of these. */
export const some = <T extends z.ZodType>(one: T, max = 20) => z.array(one).min(1).max(max).optional();

/** All of them must hold; of each list one. */
const Conditions = z.strictObject({
  kinds: some(Kind),
  severities: some(Severity),
  priorities: some(Priority),
  levels: some(Code),
  customerKinds: some(z.enum(['company', 'individual'])),
  /** The customer has a running contract of one of these kinds. Such a policy goes before every other. */
  contracts: some(z.enum(['service', 'warranty', 'sales', 'framework'])),
});

const targetMaxMs = durationMs('P366D');

/** Time that counts: of a calendar that is open eight hours a day, `PT24H` are three days. */
const TargetDuration = Duration.refine((text) => durationMs(text) > 0 && durationMs(text) <= targetMaxMs, {
  ...says('tickets.target-length'),
});

const Targets = z.strictObject({
  firstResponse: TargetDuration.optional(),
  nextResponse: TargetDuration.optional(),
  resolution: TargetDuration.optional(),
  resultNotice: TargetDuration.optional(),
  survey: TargetDuration.optional(),
});

export const SlaPolicyInput = z.strictObject({
  when: Conditions.default({}),
  calendar: SlaName.default(alwaysOpen.name),
  targets: Targets,
  pauseOn: z.array(WaitingFor).max(2).default(['customer']),
  /** For every target that has none of its own in `ladders`. */
  ladder: LadderInput.default(defaultLadder),
  ladders: z.partialRecord(Target, LadderInput).optional(),
});
export type SlaPolicyInput = z.output<typeof SlaPolicyInput>;
