import type { Caller } from '#domain/shared/caller.ts';
import { DomainError } from '#domain/shared/error.ts';
import {
  archiveCannedAnswer as archived,
  type CannedAnswer,
  newCannedAnswer,
  patchCannedAnswer,
  restoreCannedAnswer as restored,
} from '#domain/tickets/canned-answer.ts';
import { route } from '#functions/http/contract.ts';
import type { World } from '#functions/http/world.ts';
import { StaleWrite, type Table, type Write } from '#store/table.ts';
import {
  claimShortcut,
  listCannedAnswers as listed,
  putCannedAnswer,
  readShortcutHolder,
  readUses,
  releaseShortcut,
} from '#store/tickets-canned-answers.ts';
import { assertWritable, readOffered, readWritable } from './canned-answer-access.ts';
import {
  archiveCannedAnswerContract,
  changeCannedAnswerContract,
  createCannedAnswerContract,
  getCannedAnswerContract,
  restoreCannedAnswerContract,
} from './canned-answer-contracts.ts';
import { checkDepartment } from './parties.ts';

export const createCannedAnswer = route(createCannedAnswerContract, async ({ body }, caller, world) => {
  const answer = newCannedAnswer(body, world.newId('can'), changeBy(caller, world));
  return write(world, caller, undefined, answer);
});

export const getCannedAnswer = route(getCannedAnswerContract, async ({ params }, caller, { table }) =>
  withUses(table, await readOffered(table, caller, params.id)),
);

export const changeCannedAnswer = route(
  changeCannedAnswerContract,
  async ({ params, body, ifMatch }, caller, world) => {
    const before = await readWritable(world.table, caller, params.id);
    if (before.version !== ifMatch) throw new StaleWrite([]);
    return write(world, caller, before, patchCannedAnswer(before, body, changeBy(caller, world)));
  },
);

export const archiveCannedAnswer = route(archiveCannedAnswerContract, async ({ params }, caller, world) => {
  const before = await readWritable(world.table, caller, params.id);
  return write(world, caller, before, archived(before, changeBy(caller, world)));
});

export const restoreCannedAnswer = route(restoreCannedAnswerContract, async ({ params }, caller, world) => {
  const before = await readWritable(world.table, caller, params.id);
  return write(world, caller, before, restored(before, changeBy(caller, world)));
});

function changeBy({ memberId: by }: Caller, { now }: World) {
  return { now, by };
}

/** The next version with what keeps its shortcut its own. */
async function write(world: World, caller: Caller, before: CannedAnswer | undefined, after: CannedAnswer) {
  const { table } = world;
  const isPlaced = before === undefined || before.departmentId !== after.departmentId;
  if (isPlaced) assertWritable(caller, after.departmentId);
  if (isPlaced && after.departmentId !== undefined) await checkDepartment(table, after.departmentId);
  if (isLive(after) && (isPlaced || !isLive(before))) await assertRoom(table, after.departmentId);
  const answer = before === undefined ? { ...after, uses: 0 } : await withUses(table, after);
  return world.commit([putCannedAnswer(after), ...(await shortcutWrites(table, before, after))], answer);
}

/** So many are live in one place. More would be no list to choose from. */
const liveMax = 500;

/** Two at once may both find room for the last: a list is one longer then, and nothing breaks. */
async function assertRoom(table: Table, departmentId: string | undefined): Promise<void> {
  if ((await listed(table, [departmentId], 'live')).length >= liveMax) {
    throw new DomainError('conflict', 'tickets.too-many-canned-answers', { maximum: liveMax });
  }
}

/** Only what is live holds its shortcut. The read makes a clear answer, the condition on the claim keeps the promise. */
async function shortcutWrites(table: Table, before: CannedAnswer | undefined, after: CannedAnswer): Promise<Write[]> {
  const [held, wanted] = [shortcutOf(before), shortcutOf(after)];
  if (held === wanted) return [];
  if (wanted !== undefined && (await readShortcutHolder(table, wanted)) !== undefined) {
    const code = 'tickets.shortcut-taken';
    const facts = { shortcut: wanted };
    throw new DomainError('conflict', code, facts, [{ pointer: '/shortcut', code, facts }]);
  }
  return [
    ...(held === undefined ? [] : [releaseShortcut(held)]),
    ...(wanted === undefined ? [] : [claimShortcut(wanted, after.id)]),
  ];
}

function shortcutOf(answer: CannedAnswer | undefined): string | undefined {
  return isLive(answer) ? answer?.shortcut : undefined;
}

function isLive(answer: CannedAnswer | undefined): boolean {
  return answer !== undefined && answer.archivedAt === undefined;
}

async function withUses(table: Table, answer: CannedAnswer) {
  return { ...answer, uses: await readUses(table, answer.id) };
}
