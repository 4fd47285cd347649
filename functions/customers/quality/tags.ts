import { archiveTag as archived, patchTag, restoreTag as restored, type Tag, TagCode } from '#domain/customers/tag.ts';
import { DomainError } from '#domain/shared/error.ts';
import { route } from '#functions/http/contract.ts';
import { fromCursor, toCursor } from '#functions/http/list.ts';
import { putTagWords, readTag, readTags } from '#store/customers-tags.ts';
import type { Table } from '#store/table.ts';
import { assertFresh } from '../access.ts';
import {
  archiveTagContract,
  changeTagContract,
  getTagContract,
  listTagsContract,
  restoreTagContract,
} from './tag-contracts.ts';

export const listTags = route(listTagsContract, async ({ query: { limit, cursor } }, _caller, { table }) => {
  const { items, next } = await readTags(table, { limit, after: fromCursor(TagCode, cursor) });
  return { items: [...items], next: next === undefined ? null : toCursor(next) };
});

export const getTag = route(getTagContract, ({ params }, _caller, { table }) => readKnown(table, params.code));

export const changeTag = route(changeTagContract, async ({ params, body, ifMatch }, _caller, world) => {
  const before = await readKnown(world.table, params.code);
  assertFresh(before.version, ifMatch);
  const after = patchTag(before, body);
  return world.commit([putTagWords(after)], after);
});

export const archiveTag = route(archiveTagContract, async ({ params }, _caller, world) => {
  const after = archived(await readKnown(world.table, params.code), world.now);
  return world.commit([putTagWords(after)], after);
});

export const restoreTag = route(restoreTagContract, async ({ params }, _caller, world) => {
  const after = restored(await readKnown(world.table, params.code));
  return world.commit([putTagWords(after)], after);
});

async function readKnown(table: Table, code: string): Promise<Tag> {
  const tag = await readTag(table, code);
  if (tag === undefined) throw new DomainError('missing', 'customers.tag-not-found');
  return tag;
}
