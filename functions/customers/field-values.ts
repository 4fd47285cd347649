import { type Customer, withFields } from '#domain/customers/customer.ts';
import type { Field } from '#domain/customers/field.ts';
import {
  type FieldReference,
  type FieldsPatch,
  type Held,
  heldNew,
  heldTo,
  markOf,
  throwBadFields,
} from '#domain/customers/fields.ts';
import { seesHistory, type View, viewOf } from '#domain/customers/view.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { type FieldError, invalidField } from '#domain/shared/error.ts';
import { readCustomer } from '#store/customers.ts';
import { readField, readFieldCensus, readFields } from '#store/customers-fields.ts';
import { readMember } from '#store/members.ts';
import type { Table } from '#store/table.ts';
import { sees } from './access.ts';

/** Gives a customer his values of the company's own fields. */
export type Fill = (customer: Customer) => Customer;

const asHeIs: Fill = (customer) => customer;

/**
 * What a new customer gets: the values sent, held to their definitions, and the defaults. Where none are sent the small
 * row beside the definitions says whether one is required or has a default: 0.5 RRU.
 */
export async function readNewFields(table: Table, caller: Caller, given: FieldsPatch | undefined): Promise<Fill> {
  if (given === undefined && (await readFieldCensus(table)).needed.length === 0) return asHeIs;
  const fields = await readFields(table);
  return filled(table, caller, fields, heldNew(fields, given ?? {}));
}

/** What a patch makes of the values; without fields in it nothing is read. */
export async function readChangedFields(
  table: Table,
  caller: Caller,
  before: Customer,
  given: FieldsPatch | undefined,
): Promise<Fill> {
  if (given === undefined) return asHeIs;
  const fields = await readFields(table);
  return filled(table, caller, fields, heldTo(fields, given, before.fields ?? {}));
}

async function filled(table: Table, caller: Caller, fields: readonly Field[], held: Held): Promise<Fill> {
  const lost = await Promise.all(held.references.map((each) => whyNot(table, caller, each)));
  throwBadFields([...held.errors, ...lost.filter((error) => error !== undefined)]);
  return (customer) => withFields(customer, held.values, fields);
}

/** What the caller may not see is as unknown as what is not there. */
async function whyNot(
  table: Table,
  caller: Caller,
  { pointer, target, id }: FieldReference,
): Promise<FieldError | undefined> {
  const isThere = target === 'member' ? await isActive(table, id) : await isSeen(table, caller, id);
  return isThere ? undefined : { pointer, code: 'customers.unknown-reference', facts: { target } };
}

async function isActive(table: Table, id: string): Promise<boolean> {
  return (await readMember(table, id))?.active === true;
}

async function isSeen(table: Table, caller: Caller, id: string): Promise<boolean> {
  const customer = await readCustomer(table, id);
  return customer !== undefined && sees(caller, customer);
}

/** The fields that a masked view hides; not read where it hides nothing. */
export async function readGraded(
  table: Table,
  view: View,
  { fields }: Pick<Customer, 'fields'>,
): Promise<ReadonlySet<string> | undefined> {
  if (view !== 'masked' || fields === undefined) return undefined;
  const all = await readFields(table);
  const open = new Set(all.filter(({ sensitivity }) => sensitivity === 'normal').map(({ id }) => id));
  return new Set(Object.keys(fields).filter((id) => !open.has(id)));
}

/** By what a list finds those with a choice: `<field>:<choice>`. Nobody learns so what is masked to him. */
export async function readMark(table: Table, caller: Caller, asked: string): Promise<string> {
  const [id = '', code = ''] = asked.split(':');
  const field = await readField(table, id);
  const view = viewOf(caller.role, false);
  const isSeen = seesHistory(view);
  const isThere = field?.options?.some((option) => option.code === code) === true;
  if (field?.filterable !== true || !isThere || !isSeen) throw invalidField('?field', 'customers.field-not-filterable');
  return markOf(id, code);
}
