import { aspectOf } from '#domain/customers/completeness.ts';
import {
  archiveField as archived,
  counted,
  type Field,
  newField,
  patchField,
  restoreField as restored,
} from '#domain/customers/field.ts';
import { assertDefault } from '#domain/customers/fields.ts';
import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { readCompletenessSettings, readTallies } from '#store/customers-census.ts';
import { putField, putFieldCensus, readField, readFieldCensus, readFields } from '#store/customers-fields.ts';
import type { Table, Write } from '#store/table.ts';
import { assertFresh } from '../access.ts';
import {
  archiveFieldContract,
  changeFieldContract,
  createFieldContract,
  getFieldContract,
  listFieldsContract,
  restoreFieldContract,
} from './field-contracts.ts';

export const createField = route(createFieldContract, async ({ body }, caller, world) => {
  const field = newField(body, changeBy(caller, world));
  assertDefault(field);
  if ((await readField(world.table, field.id)) !== undefined) {
    const code = 'customers.field-exists';
    throw new DomainError('conflict', code, {}, [{ pointer: '/id', code }]);
  }
  return world.commit(await writes(world.table, undefined, field), field);
});

export const listFields = route(listFieldsContract, async ({ query }, _caller, { table }) => {
  const isAsked = ({ archivedAt }: Field): boolean => query.archived === 'true' || archivedAt === undefined;
  return { items: (await readFields(table)).filter(isAsked), next: null };
});

export const getField = route(getFieldContract, async ({ params }, _caller, { table }) => {
  const [field, usedBy] = await Promise.all([readKnown(table, params.id), readUse(table, params.id)]);
  return { ...field, usedBy };
});

export const changeField = route(changeFieldContract, async ({ params, body, ifMatch }, caller, world) => {
  const before = await readKnown(world.table, params.id);
  assertFresh(before.version, ifMatch);
  const after = patchField(before, body, changeBy(caller, world));
  assertDefault(after);
  return world.commit(await writes(world.table, before, after), after);
});

export const archiveField = route(archiveFieldContract, async ({ params }, caller, world) => {
  const before = await readKnown(world.table, params.id);
  const after = archived(before, changeBy(caller, world));
  const usedBy = await readUse(world.table, params.id);
  return world.commit(await writes(world.table, before, after), { ...after, usedBy });
});

export const restoreField = route(restoreFieldContract, async ({ params }, caller, world) => {
  const before = await readKnown(world.table, params.id);
  const after = restored(before, changeBy(caller, world));
  return world.commit(await writes(world.table, before, after), after);
});

function changeBy({ memberId: actorId }: Caller, { now }: World) {
  return { now, actorId };
}

async function readKnown(table: Table, id: string): Promise<Field> {
  const field = await readField(table, id);
  if (field === undefined) throw new DomainError('missing', 'customers.unknown-field');
  return field;
}

/** The definition and, where it moves, the count of them, which is what holds two admins at once to the limits. */
async function writes(table: Table, before: Field | undefined, after: Field): Promise<Write[]> {
  const census = await readFieldCensus(table);
  const next = counted(census, before, after);
  const isSame = JSON.stringify({ ...next, version: 0 }) === JSON.stringify({ ...census, version: 0 });
  return [putField(after), ...(isSame ? [] : [putFieldCensus(next)])];
}

async function readUse(table: Table, id: string): Promise<{ customers: number; completeness: boolean }> {
  const [tallies, { required }] = await Promise.all([readTallies(table), readCompletenessSettings(table)]);
  const customers = tallies.reduce((total, { has }) => total + (has[aspectOf(id)] ?? 0), 0);
  return { customers: Math.max(0, customers), completeness: required.includes(aspectOf(id)) };
}
