import * as z from 'zod';
import { DomainError, type FieldError } from '../shared/error.ts';
import { CustomerId, MergeId } from '../shared/ids.ts';
import { Stamps } from '../shared/stamps.ts';
import type { Contact } from './contact.ts';
import { type Change, type Customer, changed, collaboratorsMax, externalIdsMax, tagsMax } from './customer.ts';
import { markOf } from './fields.ts';
import { addressLine } from './high-grade.ts';

/** Fields of which one is kept: the survivor's, unless it has none or the caller picks another's. */
export const pickable = [
  'kind',
  'name',
  'industry',
  'level',
  'source',
  'buyerType',
  'address',
  'parentId',
  'nextFollowUpPlan',
  'mainContact',
] as const;
type Pickable = (typeof pickable)[number];

/** Fields that are added up: nothing of anybody's is lost. */
const unions = ['collaboratorIds', 'tags', 'externalIds'] as const;

const losersMax = 20;

export const MergeInput = z.strictObject({
  survivorId: CustomerId,
  loserIds: z.array(CustomerId).min(1).max(losersMax),
  /** Field → whose value is kept. One who has none leaves the field empty. */
  picks: z
    .strictObject({
      ...(Object.fromEntries(pickable.map((field) => [field, CustomerId.optional()])) as Record<
        Pickable,
        z.ZodOptional<typeof CustomerId>
      >),
      /** The company's own fields, by their ids. */
      fields: z.record(z.string().max(60), CustomerId).optional(),
    })
    .optional(),
});
export type MergeInput = z.output<typeof MergeInput>;
export type Picks = Readonly<Partial<Record<Pickable, string | undefined>>> & {
  readonly fields?: Readonly<Record<string, string>> | undefined;
};

const MergeState = z.enum(['running', 'completed', 'reverting', 'reverted', 'failed']);

/** What somebody has changed since the merge, so that taking it back leaves it with the survivor. */
export const Kept = z.strictObject({ context: z.string(), id: z.string(), field: z.string().optional() });
export type Kept = z.output<typeof Kept>;

/** The ledger of one merge. */
export const Merge = z.object({
  id: MergeId,
  survivorId: CustomerId,
  loserIds: z.array(CustomerId),
  picks: z.record(z.string(), z.union([CustomerId, z.record(z.string(), CustomerId)])).optional(),
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
export const mergingContexts = ['activities', 'contracts', 'tickets', 'mail', 'campaigns', 'attachments'] as const;

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
  const { fields = {}, ...others } = picks;
  const ownPicks = Object.entries(fields).map(([field, id]) => [`fields/${field}`, id] as const);
  for (const [field, id] of [...Object.entries(others), ...ownPicks]) {
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
  const own = withAddressOf(all, fields['address'], ownFields(all, picks.fields ?? {}));
  const next = changed(survivor, { ...(fields as Partial<Customer>), ...own, ...joined(survivor, losers) }, change);
  if (next.collaboratorIds.length > collaboratorsMax) {
    throw new DomainError('conflict', 'customers.too-many-collaborators', { maximum: collaboratorsMax });
  }
  if (next.tags.length > tagsMax) throw new DomainError('conflict', 'customers.too-many-tags', { maximum: tagsMax });
  if (next.externalIds.length > externalIdsMax) {
    throw new DomainError('conflict', 'customers.too-many-external-ids', { maximum: externalIdsMax });
  }
  return next;
}

type OwnFields = Pick<Customer, 'fields' | 'marks' | 'graded'>;

/** The address of a person stays one, whoever has it now. */
function withAddressOf(all: readonly Customer[], address: unknown, own: OwnFields): OwnFields {
  const giver = all.find((each) => each.address === address);
  const isPersons = giver?.kind === 'individual' || giver?.graded?.includes(addressLine);
  return address !== undefined && isPersons ? { ...own, graded: [...(own.graded ?? []), addressLine] } : own;
}

/** The company's own fields, each by the same rule; the marks by which lists find a value go with the value. */
function ownFields(all: readonly Customer[], picks: Readonly<Record<string, string | undefined>>): OwnFields {
  const ids = [...new Set(all.flatMap(({ fields = {} }) => Object.keys(fields)))];
  const chosen = ids.flatMap((id) => {
    const has = ({ fields = {} }: Customer): boolean => Object.hasOwn(fields, id);
    const from = all.find((each) => (picks[id] === undefined ? has(each) : each.id === picks[id]));
    return from !== undefined && has(from) ? [{ id, from }] : [];
  });
  const marks = chosen.flatMap(({ id, from }) => (from.marks ?? []).filter((mark) => isMarkOf(mark, id)));
  return {
    fields: chosen.length === 0 ? undefined : Object.fromEntries(chosen.map(({ id, from }) => [id, from.fields?.[id]])),
    marks: marks.length === 0 ? undefined : marks.toSorted(),
    graded: gradedOf(chosen),
  } as OwnFields;
}

/** A value goes with its grade. */
function gradedOf(
  chosen: readonly { readonly id: string; readonly from: Customer }[],
  others: readonly string[] = [],
): readonly string[] | undefined {
  const ids = chosen.filter(({ id, from }) => from.graded?.includes(id)).map(({ id }) => id);
  return ids.length + others.length === 0 ? undefined : [...others, ...ids];
}

function isMarkOf(mark: string, fieldId: string): boolean {
  return mark.startsWith(markOf(fieldId, ''));
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
  return [...pickable, 'fields' as const, ...unions].flatMap((field) => {
    const [from, to] = [shown(before, field), shown(after, field)];
    if (isSame(from, to)) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

/** A contact without what he is sealed in. */
function shown(customer: Customer, field: keyof Customer): unknown {
  if (field !== 'mainContact') return customer[field];
  const { sealed: _, opened: __, ...contact } = customer.mainContact;
  return contact;
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
  const own = ownBack(current, was);
  const fields = { ...Object.fromEntries([...back, ...lists]), ...own.fields, mainContact } as Partial<Customer>;
  return { customer: changed(current, fields, change), kept: [...kept, ...own.kept] };
}

/** Each of the company's own fields for itself, as with the others. */
function ownBack(
  current: Customer,
  { before, merged: after }: { readonly before: Customer; readonly merged: Customer },
): { readonly fields: OwnFields; readonly kept: string[] } {
  const valueIn = ({ fields = {} }: Customer, id: string): unknown => fields[id];
  const ids = [...new Set([before, after, current].flatMap(({ fields = {} }) => Object.keys(fields)))];
  const changedIds = ids.filter((id) => !isSame(valueIn(before, id), valueIn(after, id)));
  const isTouched = (id: string): boolean => !isSame(valueIn(current, id), valueIn(after, id));
  const back = new Set(changedIds.filter((id) => !isTouched(id)));
  const sources = ids.map((id) => ({ id, from: back.has(id) ? before : current }));
  const values = sources.filter(({ id, from }) => valueIn(from, id) !== undefined);
  const marks = values.flatMap(({ id, from }) => (from.marks ?? []).filter((mark) => isMarkOf(mark, id)));
  // An address that goes back to its person takes along that it was one.
  const { graded: addressGrade } = isSame(current.address, after.address) ? before : current;
  const fields = {
    fields: values.length === 0 ? undefined : Object.fromEntries(values.map(({ id, from }) => [id, valueIn(from, id)])),
    marks: marks.length === 0 ? undefined : marks.toSorted(),
    graded: gradedOf(
      values,
      addressGrade?.filter((name) => name === addressLine),
    ),
  } as OwnFields;
  return { fields, kept: changedIds.filter(isTouched).map((id) => `fields.${id}`) };
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
