import * as z from 'zod';
import { DomainError, type FieldError } from '../shared/error.ts';
import { Money } from '../shared/money.ts';
import { line } from '../shared/text.ts';
import type { Field, FieldType, FieldValue } from './field.ts';
import { folded } from './filter-words.ts';

/** What a filter may ask of the company's own fields: by `fields.<id>`, with the operations of the field's type. */
const field = z.templateLiteral(['fields.', z.string().min(1).max(40)]);
const word = z.strictObject({
  field,
  op: z.enum(['is', 'is-not', 'contains', 'starts-with', 'has', 'has-not', 'before', 'after']),
  value: line(200),
});
const words = z.strictObject({ field, op: z.enum(['in', 'not-in']), value: z.array(line(100)).min(1).max(100) });
const amount = z.strictObject({
  field,
  op: z.enum(['is', 'is-not', 'at-least', 'at-most']),
  value: z.union([z.number(), Money]),
});
const set = z.strictObject({ field, op: z.literal('is-set'), value: z.boolean() });
export type OwnCondition = z.output<typeof word | typeof words | typeof amount | typeof set>;

export function isOwnField(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('fields.');
}

/** The schema by which a mistake in such a condition is told where it was made. */
export function ownSchemaOf({ op, value }: Readonly<Record<string, unknown>>): z.ZodType {
  if (op === 'is-set') return set;
  if (op === 'in' || op === 'not-in') return words;
  return op === 'at-least' || op === 'at-most' || typeof value === 'number' ? amount : word;
}

const operations: Readonly<Record<FieldType, readonly OwnCondition['op'][]>> = {
  text: ['is', 'is-not', 'contains', 'starts-with', 'is-set'],
  number: ['is', 'is-not', 'at-least', 'at-most', 'is-set'],
  money: ['at-least', 'at-most', 'is-set'],
  date: ['is', 'is-not', 'before', 'after', 'is-set'],
  choice: ['is', 'is-not', 'in', 'not-in', 'is-set'],
  'multi-choice': ['has', 'has-not', 'is-set'],
  reference: ['is', 'is-not', 'in', 'not-in', 'is-set'],
};

/** Each field must be there, and be asked what its type can answer. Nobody learns so what is masked to him. */
export function assertOwnConditions(
  conditions: readonly OwnCondition[],
  fields: readonly Field[],
  isMasked: boolean,
  pointer: string,
): void {
  const errors = conditions.flatMap((condition): FieldError[] => {
    const { field: name, op } = condition;
    const known = fields.find(({ id }) => id === idIn(condition));
    if (known === undefined) return [{ pointer, code: 'customers.unknown-field', facts: { field: name } }];
    if (isMasked && known.sensitivity === 'high') {
      return [{ pointer, code: 'customers.field-not-seen', facts: { field: name } }];
    }
    const isFit = operations[known.type].includes(op) && fitsValue(known.type, condition);
    return isFit ? [] : [{ pointer, code: 'customers.filter-operation', facts: { field: name, type: known.type } }];
  });
  const [first] = errors;
  if (first !== undefined) throw new DomainError('invalid', first.code, first.facts ?? {}, errors);
}

function fitsValue(type: FieldType, { op, value }: OwnCondition): boolean {
  if (op === 'is-set') return true;
  if (type === 'money') return typeof value === 'object';
  return (type === 'number') === (typeof value === 'number');
}

function idIn({ field: name }: OwnCondition): string {
  return name.slice('fields.'.length);
}

/** Where nothing is known, `is-not`, `not-in`, `has-not` hold and everything else does not. */
export function holdsOwn(condition: OwnCondition, values: Readonly<Record<string, FieldValue>> = {}): boolean {
  const known = values[idIn(condition)];
  const { op, value } = condition;
  const said = typeof known === 'string' ? folded(known) : known;
  switch (op) {
    case 'is':
      return known !== undefined && said === asSaid(value);
    case 'is-not':
      return known === undefined || said !== asSaid(value);
    case 'in':
      return typeof known === 'string' && value.includes(known);
    case 'not-in':
      return typeof known !== 'string' || !value.includes(known);
    case 'contains':
      return typeof said === 'string' && said.includes(folded(value));
    case 'starts-with':
      return typeof said === 'string' && said.startsWith(folded(value));
    case 'has':
      return Array.isArray(known) && known.includes(value);
    case 'has-not':
      return !(Array.isArray(known) && known.includes(value));
    case 'before':
      return typeof known === 'string' && known < value;
    case 'after':
      return typeof known === 'string' && known > value;
    case 'at-least':
      return (compared(known, value) ?? -1) >= 0;
    case 'at-most':
      return (compared(known, value) ?? 1) <= 0;
    case 'is-set':
      return (known !== undefined) === value;
  }
}

function asSaid(value: string | number | Money): string | number | Money {
  return typeof value === 'string' ? folded(value) : value;
}

/** Amounts of two currencies are neither more nor less. */
function compared(known: FieldValue | undefined, value: number | Money): number | undefined {
  if (typeof known === 'number' && typeof value === 'number') return known - value;
  if (typeof known !== 'object' || Array.isArray(known) || typeof value !== 'object') return undefined;
  return known.currency === value.currency ? known.minor - value.minor : undefined;
}
