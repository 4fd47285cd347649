import { Field, FieldCensus, noFields } from '#domain/customers/field.ts';
import { textOf } from '#domain/customers/field-text.ts';
import type { FieldValues } from '#domain/customers/fields.ts';
import type { Locale } from '#domain/shared/locale.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Page, Table, Write } from './table.ts';

/** Definitions of the company's own fields, all in one small partition, and the count of them beside. */
const fieldsPartition = partition('customers', 'fields');
const censusKey: Key = { pk: fieldsPartition, sk: '~census' };

function fieldKey(id: string): Key {
  return { pk: fieldsPartition, sk: `field#${id}` };
}

/** All of them, archived ones too, by id: one query, 0.5 RRU for about a dozen. */
export async function readFields(table: Table): Promise<Field[]> {
  const fields: Field[] = [];
  let after: Page['next'];
  do {
    const page: Page = await table.query({
      pk: fieldsPartition,
      beginsWith: 'field#',
      limit: 250,
      ...(after === undefined ? {} : { after }),
    });
    fields.push(...page.items.map(({ item }) => Field.parse(item)));
    after = page.next;
  } while (after !== undefined);
  return fields;
}

/** Those that a mail may show: in use, and not of grade high. */
export async function readPlainFieldIds(table: Table): Promise<Set<string>> {
  const fields = await readFields(table);
  const isPlain = ({ archivedAt, sensitivity }: Field) => archivedAt === undefined && sensitivity !== 'high';
  return new Set(fields.filter(isPlain).map(({ id }) => id));
}

/** What a customer's values say, by the path that a template names; nothing of a field of grade high. */
export async function readFieldTexts(
  table: Table,
  values: FieldValues | undefined,
  { ids, locale }: { readonly ids: readonly string[]; readonly locale: Locale },
): Promise<Record<`customer.fields.${string}`, string>> {
  if (ids.length === 0 || values === undefined) return {};
  const texts: Record<`customer.fields.${string}`, string> = {};
  for (const field of await readFields(table)) {
    const value = values[field.id];
    if (!ids.includes(field.id) || value === undefined || field.sensitivity === 'high') continue;
    texts[`customer.fields.${field.id}`] = textOf(field, value, locale);
  }
  return texts;
}

export async function readField(table: Table, id: string): Promise<Field | undefined> {
  const item = await table.get(fieldKey(id));
  return item === undefined ? undefined : Field.parse(item);
}

/** 0.5 RRU: tells whether a new customer must be looked at for fields that nobody sent. */
export async function readFieldCensus(table: Table): Promise<FieldCensus> {
  const item = await table.get(censusKey);
  return item === undefined ? noFields : FieldCensus.parse(item);
}

export function putField(field: Field, events: readonly Event[] = []): Write {
  return {
    op: 'put',
    key: fieldKey(field.id),
    item: field,
    expect: field.version === 1 ? 'absent' : { version: field.version - 1 },
    events,
  };
}

export function putFieldCensus(census: FieldCensus): Write {
  return {
    op: 'put',
    key: censusKey,
    item: census,
    expect: census.version === 1 ? 'absent' : { version: census.version - 1 },
  };
}
