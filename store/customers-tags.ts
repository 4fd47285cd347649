import * as z from 'zod';
import { type Tag, TagWords, toTag } from '#domain/customers/tag.ts';
import { tagDigest } from './customers.ts';
import { tagKey, tagsPartition } from './customers-census.ts';
import { type Key, partition } from './keys.ts';
import type { Item, Table, Write } from './table.ts';

/** What the company said of tags: apart from their counts, which move without a version. */
const wordsPartition = partition('customers', 'tag-words');

function wordsKey(code: string): Key {
  return { pk: wordsPartition, sk: code };
}

const Counted = z.object({ tag: z.string(), customers: z.int() });

function toWords(item: Item | undefined): TagWords | undefined {
  return item === undefined ? undefined : TagWords.parse(item);
}

/** In the order of their codes: two queries for a page. */
export async function readTags(
  table: Table,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: readonly Tag[]; readonly next: string | undefined }> {
  const page = await table.query({
    pk: tagsPartition,
    limit,
    ...(after === undefined ? {} : { after: tagKey(after) }),
  });
  const codes = page.items.map(({ key }) => key.sk);
  const [from, to] = [codes[0], codes.at(-1)];
  const words =
    from === undefined || to === undefined
      ? []
      : (await table.query({ pk: wordsPartition, from, to, limit: limit + 1 })).items;
  const byCode = new Map(words.map(({ key, item }) => [key.sk, item]));
  const items = page.items.map(({ key, item }) => toTag(key.sk, Counted.parse(item), toWords(byCode.get(key.sk))));
  return { items, next: page.next?.sk };
}

export async function readTag(table: Table, code: string): Promise<Tag | undefined> {
  const [counted, words] = await table.getMany([tagKey(code), wordsKey(code)]);
  return counted === undefined ? undefined : toTag(code, Counted.parse(counted), toWords(words));
}

/** Which of the tags are archived: 0.5 RRU each. */
export async function readArchived(table: Table, tags: readonly string[]): Promise<readonly boolean[]> {
  const items = await table.getMany(tags.map((tag) => wordsKey(tagDigest(tag))));
  return items.map((item) => item?.['archivedAt'] !== undefined);
}

export function putTagWords({ code, labels, archivedAt, version }: Tag): Write {
  return {
    op: 'put',
    key: wordsKey(code),
    item: { labels, ...(archivedAt === undefined ? {} : { archivedAt }), version },
    expect: version === 1 ? 'absent' : { version: version - 1 },
  };
}
