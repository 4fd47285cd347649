import { type Gathering, gatheringRef } from '#domain/mail/gathering.ts';
import type { Message } from '#domain/mail/message.ts';
import { commitFirst } from '#store/mail.ts';
import { putGathered, readGathered, readGathering } from '#store/mail-gathering.ts';
import type { Table, Write } from '#store/table.ts';
import { messageIdOf } from './digest.ts';
import { toWrite } from './dispatch.ts';
import { prepare } from './prepare.ts';
import { newMessage, sendFirst } from './send-first.ts';
import type { MailWorld } from './transport.ts';

/** One letter for the messages of a minute. */
interface Letter {
  readonly id: string;
  readonly ref: string;
  /** Of the messages that it tells: the first sends it. */
  readonly ids: readonly string[];
}

/**
 * In which letter a message is told. That is decided once, by whoever comes first, and read by the others, so a message
 * stands in one letter however often and by how many it is looked at. What came too late for one is in the next.
 */
export async function letterOf(message: Gathering, world: MailWorld): Promise<Letter> {
  const told = new Set<string>();
  for (let part = 1; ; part += 1) {
    const ref = gatheringRef(message, part);
    const id = messageIdOf(message.kind, ref, message.to.memberId);
    const ids = await decided(id, message, told, world);
    if (ids.includes(message.id)) return { id, ref, ids };
    for (const each of ids) told.add(each);
  }
}

/** A list never changes once it is decided: a container asks for each once. A table's wrappers share its `next`. */
const decisions = new WeakMap<Table['next'], Map<string, Promise<readonly string[]>>>();
const decisionsMax = 200;

function decided(id: string, message: Gathering, told: ReadonlySet<string>, world: MailWorld) {
  const known = decisions.get(world.table.next) ?? new Map<string, Promise<readonly string[]>>();
  decisions.set(world.table.next, known);
  const asked = known.get(id) ?? decide(id, message, told, world);
  if (known.size >= decisionsMax) known.clear();
  known.set(id, asked);
  asked.catch(() => known.delete(id));
  return asked;
}

async function decide(id: string, message: Gathering, told: ReadonlySet<string>, { table, now }: MailWorld) {
  const known = await readGathered(table, id);
  if (known !== undefined) return known;
  const ids = await readGathering(table, message, told);
  if (await commitFirst(table, putGathered(id, ids, now))) return ids;
  return (await readGathered(table, id)) ?? [];
}

/**
 * The write of a message that a letter tells with others. Its first message sends the letter before it leaves the agenda:
 * a crash in between leaves it there, and the letter's own row, put before the call, keeps it single.
 */
export async function gathered(message: Gathering, letter: Letter, world: MailWorld): Promise<Write> {
  if (letter.ids[0] === message.id) await sendLetter(message, letter, world);
  const after: Message = {
    ...message,
    state: 'gathered',
    gatheredIn: letter.id,
    updatedAt: world.now.toISOString(),
    version: message.version + 1,
  };
  return toWrite(after, message, { version: message.version }, world);
}

async function sendLetter({ kind, to, cause }: Gathering, { id, ref }: Letter, world: MailWorld): Promise<void> {
  const asked = { kind, ref, to, facts: {} };
  const prepared = await prepare(asked, world);
  // Its reader may have left since: the letter stays the one that was decided.
  await sendFirst({ ...newMessage(asked, prepared, cause, world.now), id }, prepared, world);
}
