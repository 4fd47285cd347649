import * as z from 'zod';
import { DomainError, type FieldError, invalidField } from '../shared/error.ts';
import { Money } from '../shared/money.ts';
import { present } from '../shared/present.ts';
import { line } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';
import { says } from '../shared/words.ts';

/** Chosen once and never changed: it stands in JSON, in files that are imported, in templates and in filters. */
export const FieldId = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, says('customers.words-code'));

const FieldType = z.enum(['text', 'number', 'money', 'date', 'choice', 'multi-choice', 'reference']);
export type FieldType = z.output<typeof FieldType>;
const Labels = z.strictObject({ 'zh-CN': line(60), en: line(60) });
/** `high`: shown masked to roles that see masks. */
const Sensitivity = z.enum(['normal', 'high']);

const OptionInput = z.strictObject({
  code: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, says('customers.words-code')),
  labels: Labels,
  /** Chosen no more, and shown where it was chosen. */
  archived: z.boolean().optional(),
});
const Option = OptionInput.required();
export type Option = z.output<typeof Option>;

/** Any value as it is sent or stored. Whether it fits its field, the definition says (fields.ts). */
export const FieldValue = z.union([z.string().max(1000), z.number(), Money, z.array(z.string().max(40)).max(50)]);
export type FieldValue = z.output<typeof FieldValue>;

const shape = {
  labels: Labels,
  options: z.array(OptionInput).min(1).max(100),
  required: z.boolean(),
  default: FieldValue,
  sensitivity: Sensitivity,
} as const;

/** A field of customers that the company adds by itself. */
export const FieldInput = z.strictObject({
  id: FieldId,
  labels: shape.labels,
  type: FieldType,
  /** Of a choice or multi-choice, and of nothing else. */
  options: shape.options.optional(),
  /** To what a reference leads. */
  target: z.enum(['customer', 'member']).optional(),
  required: shape.required.default(false),
  default: shape.default.optional(),
  sensitivity: shape.sensitivity.default('normal'),
  /** Lists can ask for a choice of it: each value is then one row more. Said once, because nothing is filed later. */
  filterable: z.boolean().default(false),
});
export type FieldInput = z.output<typeof FieldInput>;

/** A merge patch. Id, type, target and `filterable` stay what they are. */
export const FieldPatch = z.strictObject({
  labels: z.strictObject({ 'zh-CN': line(60).optional(), en: line(60).optional() }).optional(),
  options: shape.options.optional(),
  required: shape.required.optional(),
  default: shape.default.nullable().optional(),
  sensitivity: shape.sensitivity.optional(),
});
export type FieldPatch = z.output<typeof FieldPatch>;

export const Field = z.strictObject({
  id: z.string(),
  labels: Labels,
  type: FieldType,
  options: z.array(Option).optional(),
  target: z.enum(['customer', 'member']).optional(),
  required: z.boolean(),
  default: FieldValue.optional(),
  sensitivity: Sensitivity,
  filterable: z.boolean(),
  archivedAt: UtcInstant.optional(),
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: z.string(),
  updatedAt: UtcInstant,
  updatedBy: z.string(),
});
export type Field = z.output<typeof Field>;

/** How many fields there are, and which a new customer must be looked at for: they are required or have a default. */
export const FieldCensus = z.object({
  live: z.int(),
  all: z.int(),
  filterable: z.int(),
  needed: z.array(z.string()),
  version: z.int(),
});
export type FieldCensus = z.output<typeof FieldCensus>;

const liveMax = 100;
/** Archived ones too: their values stay in the customers. */
const allMax = 200;
const filterableMax = 5;

interface Change {
  readonly now: Date;
  readonly actorId: string;
}

const isChoice = (type: FieldType): boolean => type === 'choice' || type === 'multi-choice';

export function newField(input: FieldInput, { now, actorId }: Change): Field {
  const { options, ...rest } = input;
  const errors: FieldError[] = [];
  const refuse = (pointer: string, needed: string): unknown =>
    errors.push({ pointer, code: 'customers.field-definition', facts: { needed } });
  if (isChoice(input.type) !== (options !== undefined)) refuse('/options', 'choice, multi-choice');
  if ((input.type === 'reference') !== (input.target !== undefined)) refuse('/target', 'reference');
  if (input.filterable && !isChoice(input.type)) refuse('/filterable', 'choice, multi-choice');
  if (isHighAndFilterable(input)) errors.push({ pointer: '/sensitivity', code: 'customers.field-high-filterable' });
  throwAll(errors);
  assertOptions(options ?? []);
  const at = now.toISOString();
  const stamps = { version: 1, createdAt: at, createdBy: actorId, updatedAt: at, updatedBy: actorId };
  return { ...present(rest), ...(options === undefined ? {} : { options: options.map(toOption) }), ...stamps } as Field;
}

export function patchField(field: Field, patch: FieldPatch, { now, actorId }: Change): Field {
  const { labels, options, ...rest } = patch;
  if (options !== undefined) assertOptionsKept(field, options);
  if (isHighAndFilterable({ ...field, ...present(rest) })) {
    throw invalidField('/sensitivity', 'customers.field-high-filterable');
  }
  return {
    ...present({ ...field, ...rest }),
    labels: { 'zh-CN': labels?.['zh-CN'] ?? field.labels['zh-CN'], en: labels?.en ?? field.labels.en },
    ...(options === undefined ? {} : { options: options.map(toOption) }),
    version: field.version + 1,
    updatedAt: now.toISOString(),
    updatedBy: actorId,
  } as Field;
}

/** Lists find by marks, which say in clear what is sealed in the customer. */
function isHighAndFilterable({ filterable, sensitivity }: Pick<Field, 'filterable' | 'sensitivity'>): boolean {
  return filterable && sensitivity === 'high';
}

function toOption({ code, labels, archived = false }: z.output<typeof OptionInput>): Option {
  return { code, labels, archived };
}

/** Customers hold the codes, so a code stays: it is archived, never taken away. */
function assertOptionsKept({ type, options = [] }: Field, given: readonly z.output<typeof OptionInput>[]): void {
  if (!isChoice(type)) {
    throw invalidField('/options', 'customers.field-definition', { needed: 'choice, multi-choice' });
  }
  const gone = options.find(({ code }) => !given.some((each) => each.code === code));
  if (gone !== undefined) throw invalidField('/options', 'customers.option-removed', { option: gone.code });
  assertOptions(given);
}

/** A file names a choice by its code or by a label: none may mean two choices. */
function assertOptions(options: readonly z.output<typeof OptionInput>[]): void {
  const taken = new Map<string, number>();
  const errors = options.flatMap((option, i): FieldError[] => {
    const names = new Set([option.code, option.labels['zh-CN'], option.labels.en]);
    const isTaken = [...names].some((name) => taken.has(name));
    for (const name of names) taken.set(name, i);
    return isTaken ? [{ pointer: `/options/${i}`, code: 'customers.option-doubled' }] : [];
  });
  throwAll(errors);
}

function throwAll(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts ?? {}, errors);
}

/** Nothing is deleted: an archived field takes no new value and is shown where it has one (rules.md 4). */
export function archiveField(field: Field, { now, actorId }: Change): Field {
  if (field.archivedAt !== undefined) throw new DomainError('conflict', 'customers.field-archived');
  const at = now.toISOString();
  return { ...field, archivedAt: at, version: field.version + 1, updatedAt: at, updatedBy: actorId };
}

export function restoreField(field: Field, { now, actorId }: Change): Field {
  if (field.archivedAt === undefined) throw new DomainError('conflict', 'customers.field-not-archived');
  const { archivedAt: _, ...live } = field;
  return { ...live, version: field.version + 1, updatedAt: now.toISOString(), updatedBy: actorId };
}

export const noFields: FieldCensus = { live: 0, all: 0, filterable: 0, needed: [], version: 0 };

/** The census after a field came or changed; says no where there are too many. */
export function counted(census: FieldCensus, before: Field | undefined, after: Field): FieldCensus {
  const isLive = (field: Field | undefined): boolean => field !== undefined && field.archivedAt === undefined;
  const isNeeded = isLive(after) && (after.required || after.default !== undefined);
  const others = census.needed.filter((id) => id !== after.id);
  const next: FieldCensus = {
    live: census.live - Number(isLive(before)) + Number(isLive(after)),
    all: census.all + Number(before === undefined),
    filterable: census.filterable + Number(before === undefined && after.filterable),
    needed: isNeeded ? [...others, after.id].sort() : others,
    version: census.version + 1,
  };
  const refuse = (maximum: number, what: string): DomainError =>
    new DomainError('conflict', 'customers.too-many-fields', { maximum, what });
  if (next.live > census.live && next.live > liveMax) throw refuse(liveMax, 'live');
  if (next.all > allMax) throw refuse(allMax, 'all');
  if (next.filterable > filterableMax) throw refuse(filterableMax, 'filterable');
  return next;
}
