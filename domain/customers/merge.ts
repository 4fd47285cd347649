import * as z from 'zod';
import { DomainError, type FieldError } from '../shared/error.ts';
import { CustomerId, MergeId } from '../shared/ids.ts';
import { Stamps } from '../shared/stamps.ts';
import type { Contact } from './contact.ts';
import { type Change, type Customer, changed, collaboratorsMax } from './customer.ts';

/** Fields of which one is kept: the survivor's, unless it has none or the caller picks another's. */
export const pickable = [
  'kind',
  'name',
  'industry',
  'level',
  'source',
  'address',
  'parentId',
  'nextFollowUpPlan',
  'mainContact',
] as const;
type Pickable = (typeof pickable)[number];

/** Fields that are added up: nothing of anybody's is lost. */
const unions = ['collaboratorIds', 'tags', 'externalIds'] as const;

export const losersMax = 20;

export const MergeInput = z.strictObject({
  survivorId: CustomerId,
  loserIds: z.array(CustomerId).min(1).max(losersMax),
  /** Field → whose value is kept. One who has none leaves the field empty. */
  picks: z.strictObject(Object.fromEntries(pickable.map((field) => [field, CustomerId.optional()]))).optional(),
});
export type MergeInput = z.output<typeof MergeInput>;
export type Picks = Readonly<Partial<Record<Pickable, string>>>;

export const MergeState = z.enum(['running', 'completed', 'reverting', 'reverted', 'failed']);
export type MergeState = z.output<typeof MergeState>;

/** What somebody has changed since the merge, so that taking it back leaves it with the survivor. */
export const Kept = z.strictObject({ context: z.string(), id: z.string(), field: z.string().optional() });
export type Kept = z.output<typeof Kept>;

/** The ledger of one merge. */
export const Merge = z.object({
  id: MergeId,
  survivorId: CustomerId,
  loserIds: z.array(CustomerId),
  picks: z.record(z.string(), CustomerId).optional(),
  state: MergeState,
  /** Whether the customers' own rows stand where the state says. */
  ownDone: z.boolean(),
  /** Contexts that have not yet reported. */
  waitingFor: z.array(z.string()),
  /** How many rows each context has moved. */
  moved: z.record(z.string(), z.int().nonnegative()),
  kept: z.array(Kept),
  /** How often the others were asked to look again. */
  attempts: z.int().nonnegative(),
  /** Whether what was on its way meanwhile has been looked for. */
  settled: z.boolean(),
  ...Stamps,
});
export type Merge = z.output<typeof Merge>;

/** Who has rows that name a customer. */
export const mergingContexts = ['activities', 'contracts', 'tickets', 'mail', 'campaigns'] as const;

/** Which way its rows are to go. The state decides, not the event that came: events come twice and in any order. */
export function directionOf({ state }: Pick<Merge, 'state'>): 'merged' | 'unmerged' {
  return state === 'reverting' || state === 'reverted' ? 'unmerged' : 'merged';
}

/** What is wrong with the request itself, all at once. */
export function assertMergeable({ survivorId, loserIds, picks = {} }: MergeInput): void {
  const errors = loserIds.flatMap((id, i): FieldError[] => {
    const pointer = `/loserIds/${i}`;
    if (id === survivorId) return [{ pointer, code: 'customers.merge-itself' }];
    return loserIds.indexOf(id) < i ? [{ pointer, code: 'customers.merge-twice' }] : [];
  });
  const ids = [survivorId, ...loserIds];
  for (const [field, id] of Object.entries(picks)) {
    if (id !== undefined && !ids.includes(id)) {
      errors.push({ pointer: `/picks/${field}`, code: 'customers.merge-foreign-pick' });
    }
  }
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, {}, errors);
}

/**
 * The survivor with what the others know: of each field the pick, else his own, else the first that has one. 0, false
 * and '' are values; only what is absent is filled.
 */
export function merged(survivor: Customer, losers: readonly Customer[], picks: Picks, change: Change): Customer {
  const all = [survivor, ...losers];
  const ids = new Set(all.map(({ id }) => id));
  const fields = Object.fromEntries(
    pickable.map((field) => {
      const picked = picks[field];
      const candidates = picked === undefined ? all : all.filter(({ id }) => id === picked);
      const values = candidates.map((each) => each[field]).filter((value) => value !== undefined);
      // One of them above another of them would be above himself.
      return [field, field === 'parentId' ? values.find((value) => !ids.has(String(value))) : values[0]];
    }),
  );
  const next = changed(survivor, { ...(fields as Partial<Customer>), ...joined(survivor, losers) }, change);
  if (next.collaboratorIds.length > collaboratorsMax) {
    throw new DomainError('conflict', 'customers.too-many-collaborators', { maximum: collaboratorsMax });
  }
  return next;
}

/** Who owned one of the others goes on seeing his customer, as a collaborator. */
function joined(survivor: Customer, losers: readonly Customer[]): Pick<Customer, (typeof unions)[number]> {
  const all = [survivor, ...losers];
  const collaborators = [
    ...survivor.collaboratorIds,
    ...losers.flatMap(({ ownerId, collaboratorIds }) => [ownerId, ...collaboratorIds]),
  ];
  return {
    collaboratorIds: [...new Set(collaborators)].filter((id) => id !== survivor.ownerId),
    tags: [...new Set(all.flatMap(({ tags }) => tags))],
    externalIds: without(
      [],
      all.flatMap(({ externalIds }) => externalIds),
    ),
  };
}

export interface Difference {
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What of the survivor becomes another. */
export function differences(before: Customer, after: Customer): Difference[] {
  return [...pickable, ...unions].flatMap((field) => {
    const [from, to] = [before[field], after[field]];
    if (isSame(from, to)) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

export interface Unmerged {
  readonly customer: Customer;
  /** Fields that somebody has changed since; they stay as they are. */
  readonly kept: readonly string[];
}

/**
 * The survivor as he was before the merge, but for what somebody has changed since. Of lists what the merge added is
 * taken out again, and what came later stays.
 */
export function unmerged(
  current: Customer,
  was: { readonly before: Customer; readonly merged: Customer },
  mainContact: Contact,
  change: Change,
): Unmerged {
  const scalars = pickable.filter((field) => field !== 'mainContact' && !isSame(was.before[field], was.merged[field]));
  const kept = scalars.filter((field) => !isSame(current[field], was.merged[field]));
  const back = scalars.filter((field) => !kept.includes(field)).map((field) => [field, was.before[field]]);
  const lists = unions.map((field) => {
    const added = without<unknown>(was.before[field], was.merged[field]);
    return [field, without<unknown>(added, current[field])];
  });
  const fields = { ...Object.fromEntries([...back, ...lists]), mainContact } as Partial<Customer>;
  return { customer: changed(current, fields, change), kept };
}

/** Those of a list that the other has not, each once. */
function without<T>(taken: readonly T[], list: readonly T[]): T[] {
  const keys = new Set(taken.map((each) => keyOf(each)));
  return [...new Map(list.map((each) => [keyOf(each), each])).entries()]
    .filter(([key]) => !keys.has(key))
    .map(([, each]) => each);
}

function isSame(a: unknown, b: unknown): boolean {
  return keyOf(a) === keyOf(b);
}

/** A value as text, whatever order its fields came in from the table. */
function keyOf(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) =>
      each !== null && typeof each === 'object' && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? 'undefined'
  );
}
