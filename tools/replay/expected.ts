import { addDays, atTime, dateIn, dayMs, nextAtTime } from '#domain/shared/time.ts';
import { zone } from './plan.ts';

/** One mail that must have been sent exactly once: kind, ref and recipient (rules.md 8). */
export interface Expected {
  readonly kind: string;
  readonly ref: string;
  readonly to: string;
}
export interface Due {
  readonly mails: readonly Expected[];
  /** Steps that had passed when the contract was entered and became one mail. */
  readonly collapsed: number;
}
export interface EnteredContract {
  readonly id: string;
  readonly endsOn: string;
  readonly enteredAt: Date;
  readonly owner: string;
  readonly manager: string;
}
export interface EnteredCustomer {
  readonly ownerId: string;
  readonly owner: string;
  readonly enteredAt: Date;
}

const steps = [90, 60, 30, 7] as const;

/** What rules.md 2 asks for, reckoned here from the input alone and not by the product's own rules. */
export function dueOf(contract: EnteredContract, until: Date): Due {
  const at = (days: number): Date => atTime(addDays(contract.endsOn, -days), '09:00', zone);
  const past = steps.filter((days) => at(days) <= contract.enteredAt);
  const due = steps.filter((days) => at(days) > contract.enteredAt && at(days) <= until);
  const told = [...past.slice(-1), ...due];
  const ended = at(-1) <= until;
  return {
    mails: [
      ...told.flatMap((days) => mails('contract.ending', `${contract.id}#P${days}D/1`, contract, days === 7)),
      ...(ended ? mails('contract.ended', `${contract.id}#ended/1`, contract, true) : []),
    ],
    collapsed: Math.max(0, past.length - 1),
  };
}

function mails(kind: string, ref: string, { owner, manager }: EnteredContract, alsoManager: boolean): Expected[] {
  return [owner, ...(alsoManager && manager !== owner ? [manager] : [])].map((to) => ({ kind, ref, to }));
}

/** One mail a day and owner for all his customers that fell silent; nothing was ever said to them after they were entered. */
export function silences(customers: readonly EnteredCustomer[], until: Date): Expected[] {
  const refs = new Map<string, Expected>();
  for (const { ownerId, owner, enteredAt } of customers) {
    const at = nextAtTime(new Date(enteredAt.getTime() + 7 * dayMs), '09:00', zone);
    if (at > until) continue;
    const ref = `${ownerId}#${dateIn(at, zone)}`;
    refs.set(ref, { kind: 'customer.silent', ref, to: owner });
  }
  return [...refs.values()];
}

export interface Sent {
  readonly kind: string;
  readonly ref: string;
  readonly to: string;
}
export interface Line {
  readonly kind: string;
  readonly due: number;
  readonly sent: number;
  readonly missing: number;
  readonly doubled: number;
  readonly unexpected: number;
}

/** Holds what was sent against what was due, by kind. */
export function compare(due: readonly Expected[], sent: readonly Sent[]): Line[] {
  const key = ({ kind, ref, to }: Expected): string => `${kind} ${ref} ${to}`;
  const wanted = new Set(due.map(key));
  const times = new Map<string, number>();
  for (const each of sent) times.set(key(each), (times.get(key(each)) ?? 0) + 1);
  const kinds = [...new Set([...due, ...sent].map(({ kind }) => kind))].toSorted();
  return kinds.map((kind) => {
    const keys = [...times.keys()].filter((each) => each.startsWith(`${kind} `));
    const dueKeys = [...wanted].filter((each) => each.startsWith(`${kind} `));
    return {
      kind,
      due: dueKeys.length,
      sent: keys.length,
      missing: dueKeys.filter((each) => !times.has(each)).length,
      doubled: keys.reduce((sum, each) => sum + (times.get(each) ?? 1) - 1, 0),
      unexpected: keys.filter((each) => !wanted.has(each)).length,
    };
  });
}
