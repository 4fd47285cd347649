import * as z from 'zod';
import { Money } from '../shared/money.ts';
import { LocalDate, UtcInstant } from '../shared/time.ts';

/**
 * Events come more than once and in any order, so what is known of a follow-up, contract or ticket is joined: the join
 * of two states does not depend on their order, and joining the same twice changes nothing. `…On`, `set`, `begun` and
 * `over` hold the ULID of the event that said so; '' is never.
 */
export const FollowUpState = z.object({
  kind: z.literal('follow-up'),
  set: z.string(),
  dueAt: z.string(),
  done: z.boolean(),
});
export const ContractState = z.object({
  kind: z.literal('contract'),
  set: z.string(),
  endsOn: z.string(),
  amount: Money.optional(),
  begun: z.string(),
  over: z.string(),
});
/** `answered` and `late` are cycle and ULID, so that an answer ends only the lateness before it. */
export const TicketState = z.object({
  kind: z.literal('ticket'),
  cycle: z.int(),
  ended: z.int(),
  unsolved: z.int(),
  answered: z.string(),
  late: z.string(),
});
export const ItemState = z.discriminatedUnion('kind', [FollowUpState, ContractState, TicketState]);
export type ItemState = z.output<typeof ItemState>;
type FollowUpState = z.output<typeof FollowUpState>;
type ContractState = z.output<typeof ContractState>;
type TicketState = z.output<typeof TicketState>;

const never = -1;

export function followUpState(fields: Partial<FollowUpState>): FollowUpState {
  return { kind: 'follow-up', set: '', dueAt: '', done: false, ...fields };
}

export function contractState(fields: Partial<ContractState>): ContractState {
  return { kind: 'contract', set: '', endsOn: '', begun: '', over: '', ...fields };
}

export function ticketState(fields: Partial<TicketState>): TicketState {
  return { kind: 'ticket', cycle: 0, ended: never, unsolved: never, answered: '', late: '', ...fields };
}

/** When in a ticket's life something happened: cycles come first, then the instant. */
export function inCycle(cycle: number, ulid: string): string {
  return `${String(cycle).padStart(6, '0')}#${ulid}`;
}

export function joined(known: ItemState | undefined, news: ItemState): ItemState {
  if (known === undefined) return news;
  if (known.kind === 'follow-up' && news.kind === 'follow-up') {
    return { ...latest(known, news), done: known.done || news.done };
  }
  if (known.kind === 'contract' && news.kind === 'contract') {
    return { ...latest(known, news), begun: later(known.begun, news.begun), over: later(known.over, news.over) };
  }
  if (known.kind === 'ticket' && news.kind === 'ticket') {
    return {
      kind: 'ticket',
      cycle: Math.max(known.cycle, news.cycle),
      ended: Math.max(known.ended, news.ended),
      unsolved: Math.max(known.unsolved, news.unsolved),
      answered: later(known.answered, news.answered),
      late: later(known.late, news.late),
    };
  }
  throw new Error(`a ${known.kind} cannot become a ${news.kind}`);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function latest<S extends { readonly set: string }>(a: S, b: S): S {
  return a.set > b.set ? a : b;
}

/** Whether it counts no more; it may come back to life (a ticket reopened, a contract renewed). */
export function isOver(state: ItemState): boolean {
  switch (state.kind) {
    case 'follow-up':
      return state.done;
    case 'contract':
      return state.over >= state.begun && state.over !== '';
    case 'ticket':
      return state.ended >= state.cycle;
  }
}

/** Told of by nobody yet: only its later news has come. */
function isKnown(state: ItemState): boolean {
  if (state.kind === 'follow-up') return state.set !== '';
  return state.kind === 'ticket' || state.begun !== '';
}

function isOverdue({ cycle, unsolved, late, answered }: TicketState): boolean {
  return unsolved >= cycle || (late > answered && late.startsWith(inCycle(cycle, '')));
}

/** The figures of a customer at a glance (rules.md 3). */
export const Pulse = z.object({
  lastFollowUpAt: UtcInstant.nullable(),
  nextFollowUpAt: UtcInstant.nullable(),
  openFollowUps: z.int().nonnegative(),
  openTickets: z.int().nonnegative(),
  overdueTickets: z.int().nonnegative(),
  runningContracts: z.int().nonnegative(),
  nextContractEndsOn: LocalDate.nullable(),
  /** Of all running contracts; null without any, and where they are in several currencies. */
  contractAmount: Money.nullable(),
  /** One sum for each currency of the running contracts. */
  contractAmounts: z.array(Money),
});
export type Pulse = z.output<typeof Pulse>;

export function pulseOf(states: readonly ItemState[], lastFollowUpAt: string | null): Pulse {
  const open = states.filter((state) => isKnown(state) && !isOver(state));
  const followUps = open.filter((state) => state.kind === 'follow-up');
  const contracts = open.filter((state) => state.kind === 'contract');
  const tickets = open.filter((state) => state.kind === 'ticket');
  const amounts = sums(contracts.flatMap(({ amount }) => amount ?? []));
  return {
    lastFollowUpAt,
    nextFollowUpAt: first(followUps.map(({ dueAt }) => dueAt)),
    openFollowUps: followUps.length,
    openTickets: tickets.length,
    overdueTickets: tickets.filter(isOverdue).length,
    runningContracts: contracts.length,
    nextContractEndsOn: first(contracts.map(({ endsOn }) => endsOn)),
    contractAmount: amounts.length === 1 ? (amounts[0] ?? null) : null,
    contractAmounts: amounts,
  };
}

/**
 * The figures after one item went from one state to another, told from the figures before: most news needs no look at all
 * the other open items. Undefined where it does: the first of its kind goes, or a currency's sum comes to nothing.
 */
export function shifted(pulse: Pulse, before: ItemState | undefined, after: ItemState): Pulse | undefined {
  const gone = pulseOf(before === undefined ? [] : [before], null);
  const come = pulseOf([after], null);
  const nextFollowUpAt = shiftedFirst(pulse.nextFollowUpAt, gone.nextFollowUpAt, come.nextFollowUpAt);
  const nextContractEndsOn = shiftedFirst(pulse.nextContractEndsOn, gone.nextContractEndsOn, come.nextContractEndsOn);
  const less = gone.contractAmounts.map(({ minor, currency }) => ({ minor: -minor, currency }));
  const amounts = sums([...pulse.contractAmounts, ...less, ...come.contractAmounts]);
  const isEmptied = gone.contractAmounts.length > 0 && amounts.some(({ minor }) => minor <= 0);
  if (nextFollowUpAt === undefined || nextContractEndsOn === undefined || isEmptied) return undefined;
  return {
    lastFollowUpAt: pulse.lastFollowUpAt,
    nextFollowUpAt,
    openFollowUps: pulse.openFollowUps - gone.openFollowUps + come.openFollowUps,
    openTickets: pulse.openTickets - gone.openTickets + come.openTickets,
    overdueTickets: pulse.overdueTickets - gone.overdueTickets + come.overdueTickets,
    runningContracts: pulse.runningContracts - gone.runningContracts + come.runningContracts,
    nextContractEndsOn,
    contractAmount: amounts.length === 1 ? (amounts[0] ?? null) : null,
    contractAmounts: amounts,
  };
}

/** The earliest when one leaves and one comes; undefined when the one that leaves was the earliest and none as early comes. */
function shiftedFirst(known: string | null, gone: string | null, come: string | null): string | null | undefined {
  if (gone !== null && gone === known && (come === null || come > gone)) return undefined;
  return first([known, come].filter((each) => each !== null));
}

export const noPulse: Pulse = pulseOf([], null);

function first(sortable: readonly string[]): string | null {
  return sortable.toSorted()[0] ?? null;
}

function sums(amounts: readonly Money[]): Money[] {
  const byCurrency = new Map<string, number>();
  for (const { minor, currency } of amounts) byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + minor);
  return [...byCurrency].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ minor, currency }));
}
