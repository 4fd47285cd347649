import * as z from 'zod';
import { DomainError, type FieldError } from '../shared/error.ts';
import { CustomerId, MemberId } from '../shared/ids.ts';
import { Money } from '../shared/money.ts';
import { lines, refusedNumber } from '../shared/text.ts';
import { LocalDate } from '../shared/time.ts';
import { type Field, FieldId, FieldValue } from './field.ts';

/** Values of the company's own fields, by their ids. */
export const FieldValues = z.record(FieldId, FieldValue);
export type FieldValues = z.output<typeof FieldValues>;
/** In a merge patch null takes a value away. */
export const FieldsPatch = z.record(FieldId, FieldValue.nullable());
export type FieldsPatch = z.output<typeof FieldsPatch>;

/** A value that leads somewhere: whether the caller may see what stands there, he who can read must say. */
export interface FieldReference {
  readonly pointer: string;
  readonly target: 'customer' | 'member';
  readonly id: string;
}

export interface Held {
  readonly values: FieldValues;
  /** Every bad one, at its pointer. */
  readonly errors: readonly FieldError[];
  /** Those that are new. */
  readonly references: readonly FieldReference[];
}

/** Of this size numbers keep all their digits, here and in the table. */
const numberMax = 1e15;
const numberMin = 1e-9;
const isPlain = (value: number): boolean => value === 0 || Math.abs(value) >= numberMin;

const simple = {
  text: lines(500),
  // What is below zero by a sign only is zero.
  number: z
    .number()
    .min(-numberMax)
    .max(numberMax)
    .refine(isPlain)
    .transform((value) => value + 0),
  money: Money,
  date: LocalDate.refine((date) => date >= '0001-01-01'),
} as const;

/** The value as it is kept, or why it is none. */
export type Checked = { readonly value: FieldValue } | { readonly code: FieldError['code'] };

const unfit: Checked = { code: 'customers.field-value' };

/** `had` is what stands there: a choice archived since stays chosen. */
export function checkedValue(field: Field, value: FieldValue, had?: FieldValue): Checked {
  switch (field.type) {
    case 'choice': {
      if (typeof value !== 'string') return unfit;
      const code = whyNot(field, value, had);
      return code === undefined ? { value } : { code };
    }
    case 'multi-choice': {
      if (!Array.isArray(value) || value.length === 0) return unfit;
      const chosen = [...new Set(value)];
      const code = chosen.map((each) => whyNot(field, each, had)).find((each) => each !== undefined);
      return code === undefined ? { value: chosen } : { code };
    }
    case 'reference':
      return parsed(field.target === 'member' ? MemberId : CustomerId, value);
    default:
      return parsed(simple[field.type], value);
  }
}

function parsed(schema: z.ZodType<FieldValue>, value: unknown): Checked {
  const { success, data, error } = schema.safeParse(value);
  if (success) return { value: data };
  return error.issues.every(({ message }) => message === refusedNumber) ? { code: refusedNumber } : unfit;
}

function whyNot({ options = [] }: Field, code: string, had: FieldValue | undefined): FieldError['code'] | undefined {
  const option = options.find((each) => each.code === code);
  if (option === undefined) return 'customers.unknown-option';
  const hadIt = had === code || (Array.isArray(had) && had.includes(code));
  return option.archived && !hadIt ? 'customers.archived-option' : undefined;
}

/** A default must be a value of its field; a reference has none, because what it leads to may go. */
export function assertDefault(field: Field): void {
  if (field.default === undefined) return;
  const checked = field.type === 'reference' ? unfit : checkedValue(field, field.default);
  if ('value' in checked) return;
  const error = { pointer: '/default', code: checked.code, facts: { type: field.type } };
  throw new DomainError('invalid', error.code, error.facts, [error]);
}

/** The values of a new customer: held to their definitions, with the defaults of those left out. */
export function heldNew(fields: readonly Field[], given: FieldsPatch): Held {
  const live = fields.filter(({ archivedAt }) => archivedAt === undefined);
  const left = live.filter(({ id }) => !Object.hasOwn(given, id));
  const defaults = left.flatMap((field) => (field.default === undefined ? [] : [[field.id, field.default] as const]));
  const filled = { ...Object.fromEntries(defaults), ...given };
  const held = heldTo(fields, filled, {});
  const missing = live.filter(({ id, required }) => required && (filled[id] ?? null) === null);
  return {
    ...held,
    errors: [...held.errors, ...missing.map((field) => errorAt(field.id, 'customers.field-required'))],
  };
}

/** The values after a change. What is sent back as it was is no change, though its field be archived by now. */
export function heldTo(fields: readonly Field[], given: FieldsPatch, before: FieldValues): Held {
  const byId = new Map(fields.map((field) => [field.id, field]));
  const values = new Map(Object.entries(before));
  const errors: FieldError[] = [];
  const references: FieldReference[] = [];
  for (const [id, value] of Object.entries(given)) {
    const had = values.get(id);
    if (isSame(had ?? null, value)) {
      if (value === null && !byId.has(id)) errors.push(errorAt(id, 'customers.unknown-field'));
      continue;
    }
    const field = byId.get(id);
    if (field === undefined) errors.push(errorAt(id, 'customers.unknown-field'));
    else if (value === null) {
      if (field.required && field.archivedAt === undefined) errors.push(errorAt(id, 'customers.field-required'));
      else values.delete(id);
    } else {
      const checked = changedValue(field, value, had);
      if ('code' in checked) errors.push(errorAt(id, checked.code, { type: field.type }));
      else values.set(id, checked.value);
      if (field.target !== undefined && 'value' in checked)
        references.push({ pointer: pointerOf(id), target: field.target, id: String(checked.value) });
    }
  }
  return { values: Object.fromEntries(values), errors, references };
}

function changedValue(field: Field, value: FieldValue, had: FieldValue | undefined): Checked {
  return field.archivedAt === undefined ? checkedValue(field, value, had) : { code: 'customers.field-archived' };
}

/** The table gives the members of an object back in an order of its own. */
function isSame(a: FieldValue | null, b: FieldValue | null): boolean {
  const text = (value: FieldValue | null): string =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? `${value.minor} ${value.currency}`
      : JSON.stringify(value);
  return typeof a === typeof b && text(a) === text(b);
}

function errorAt(id: string, code: FieldError['code'], facts: FieldError['facts'] = {}): FieldError {
  return { pointer: pointerOf(id), code, facts };
}

function pointerOf(id: string): string {
  return `/fields/${id}`;
}

/** All bad values at once. */
export function throwBadFields(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts ?? {}, errors);
}

/** By what lists find a customer: one mark for each choice of a filterable field. No tag has a control character. */
export function marksOf(fields: readonly Field[], values: FieldValues): string[] {
  return fields
    .filter(({ id, filterable }) => filterable && Object.hasOwn(values, id))
    .flatMap(({ id }) => [values[id] ?? []].flat().map((code) => markOf(id, String(code))))
    .sort();
}

export function markOf(fieldId: string, code: string): string {
  return `\u0001${fieldId}=${code}`;
}
