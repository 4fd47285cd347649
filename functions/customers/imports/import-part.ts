import {
  type Counts,
  cancelled,
  counted,
  type Import,
  noCounts,
  type Outcome,
  undoDays,
} from '#domain/customers/import.ts';
import { type ChoiceWords, foldWord, fromCell } from '#domain/customers/import-cells.ts';
import { may } from '#domain/shared/caller.ts';
import { masked } from '#domain/shared/refused-number.ts';
import { each } from '#functions/batch/each.ts';
import type { FilesWorld } from '#functions/http/files.ts';
import type { World } from '#functions/http/world.ts';
import { readFields } from '#store/customers-fields.ts';
import {
  addProgress,
  countsToAdd,
  isAboutCompany,
  putImport,
  putLedger,
  putPart,
  readImport,
  readLedger,
  readPart,
} from '#store/customers-imports.ts';

import { matchesByRow } from '#store/customers-matching.ts';
import { rehearsal } from '#store/customers-rehearsal.ts';
import { gathered } from '#store/gathered.ts';
import { readList } from '#store/members.ts';
import { readOnBehalf } from '#store/members-on-behalf.ts';
import { remembered } from '#store/remembered.ts';
import { StaleWrite, signedBy, type Table, withConsistentReads } from '#store/table.ts';
import { fileKeys } from './import-keys.ts';
import { type Placed, placeOf } from './import-place.ts';
import { problemsOf, tooManyCells } from './import-problems.ts';
import type { Reported } from './import-report.ts';
import { enterRow, type RowJob } from './import-row.ts';
import { settle } from './import-settle.ts';
import type { SheetRow } from './import-sheet.ts';

/** Rows that are entered side by side, and share their requests to the table. Before each such hand it is asked whether somebody has cancelled. */
const atOnce = 50;
/** A row that meets another at the same moment is tried so often. */
const attemptsMax = 4;

/** Enters the rows of one part, each once: what a run before this one did stands in the ledger, and is only counted. */
export async function importPart(importId: string, number: number, world: FilesWorld): Promise<void> {
  const { table, files } = world;
  const [job, part] = await Promise.all([readImport(table, importId, true), readPart(table, importId, number)]);
  if (job === undefined || part === undefined) return;
  if (part.state === 'queued') {
    const { counts, reported } = await enterAll(job, number, world);
    if (reported.length > 0) await putJson(files, fileKeys.report(importId, 'rejected', number), reported);
    const done = { ...part, state: 'done', rejected: counts.rejected, version: part.version + 1 } as const;
    await table.commit([putPart(importId, done), addProgress(importId, countsToAdd(counts))]);
  }
  await settle(importId, world);
}

export function putJson(files: FilesWorld['files'], key: string, value: unknown): Promise<void> {
  return files.put(key, JSON.stringify(value), 'application/json');
}

export async function readRows(files: FilesWorld['files'], importId: string, part: number): Promise<SheetRow[]> {
  const bytes = await files.read(fileKeys.part(importId, part));
  if (bytes === undefined) throw new Error(`Part ${part} of ${importId} is not in the bucket.`);
  const rows = JSON.parse(Buffer.from(bytes).toString()) as readonly (readonly [number, readonly string[]])[];
  return rows.map(([row, cells]) => ({ row, cells: cells.map(fromCell) }));
}

interface Entered {
  readonly counts: Counts;
  readonly reported: readonly Reported[];
}

async function enterAll(job: Import, part: number, world: FilesWorld): Promise<Entered> {
  const rows = await readRows(world.files, job.id, part);
  const rehearsedUntil = Math.floor(world.now.getTime() / 1000) + 24 * 60 * 60;
  const shared = remembered(gathered(world.table), isAboutCompany);
  const table = matchesByRow(job.dryRun ? rehearsal(shared, job.id, rehearsedUntil) : shared);
  const own = { ...world, table };
  const [ledger, importer, words] = await Promise.all([
    readLedger(table, job.id, part),
    readOnBehalf(world.table, job.importer),
    readWords(shared),
  ]);
  // Whoever has left, or may no longer enter customers, enters nobody any more.
  const caller = importer !== undefined && may(importer, 'customers.create') ? importer : undefined;
  if (caller === undefined) await stop(job, world);
  const done = new Map(ledger.filter(({ step }) => step === '').map(({ row, entry }) => [row, entry.outcome]));
  const begun = new Set(ledger.filter(({ step }) => step !== '').map(({ row }) => row));
  let counts = noCounts;
  const reported: Reported[] = [];
  const count = (outcome: Outcome): void => {
    counts = counted(counts, outcome);
  };
  for (let at = 0; at < rows.length; at += atOnce) {
    const isWanted = (await readImport(world.table, job.id, true))?.state === 'running' && caller !== undefined;
    await each(rows.slice(at, at + atOnce), atOnce, async (row) => {
      const before = done.get(row.row);
      if (before !== undefined) return count(before);
      if (!isWanted || caller === undefined) return;
      const placed = placeOf(job, row);
      try {
        if (placed.beyond.length > 0) throw tooManyCells();
        const outcome = await enterOnce(placed, row.row, { job, part, caller, words, world: own });
        count(outcome === 'unchanged' && begun.has(row.row) ? 'updated' : outcome);
      } catch (error) {
        const problems = problemsOf(error, placed, caller.locale);
        count('rejected');
        // An ID or bank card number is not kept, not even for its owner to correct.
        reported.push({ row: row.row, cells: row.cells.map(masked), problems });
      }
    });
  }
  return { counts, reported: reported.toSorted((a, b) => a.row - b.row) };
}

async function stop(job: Import, { table, now }: World): Promise<void> {
  if (job.state !== 'running') return;
  try {
    await table.commit([putImport(cancelled(job, now))]);
  } catch (error) {
    if (!(error instanceof StaleWrite)) throw error;
  }
}

interface Hand {
  readonly job: Import;
  readonly part: number;
  readonly caller: RowJob['caller'];
  readonly words: ChoiceWords;
  readonly world: World;
}

async function enterOnce(placed: Placed, row: number, hand: Hand): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const signed = signedBy(hand.world.table, { actor: hand.caller.memberId, request: hand.job.id });
      const table = attempt === 1 ? signed : withConsistentReads(signed);
      return await enterRow(placed.cells, jobOf(table, row, hand));
    } catch (error) {
      if (!(error instanceof StaleWrite) || attempt === attemptsMax) throw error;
    }
  }
}

function jobOf(table: Table, row: number, { job, part, caller, words, world }: Hand): RowJob {
  const expiresAt = Math.floor(Date.parse(job.createdAt) / 1000) + undoDays * 24 * 60 * 60;
  return {
    caller,
    words,
    onDuplicate: job.onDuplicate,
    world: (note, step = '') => ({
      ...world,
      table,
      // The news says who imported, as if he had entered each by hand.
      event: (...asked) => ({ ...world.event(...asked), actorId: caller.memberId }),
      commit: async (writes, answer) => {
        if (writes.length > 0) {
          await table.commit([...writes, putLedger(job.id, { part, row, step }, note(writes), expiresAt)]);
        }
        return answer;
      },
    }),
  };
}

/** What people write for the codes of the lists (the codes, and their labels in both languages), and own fields. */
async function readWords(table: Table): Promise<ChoiceWords> {
  const wordsOf = async (list: 'industries' | 'levels' | 'sources' | 'buyer-types') => {
    const entries = await readList(table, list);
    const labels = entries.flatMap(({ code, labels }) => Object.values(labels).map((label) => [foldWord(label), code]));
    return new Map([...labels, ...entries.map(({ code }) => [code, code])] as [string, string][]);
  };
  const [industry, level, source, buyerType, own] = await Promise.all([
    wordsOf('industries'),
    wordsOf('levels'),
    wordsOf('sources'),
    wordsOf('buyer-types'),
    readFields(table),
  ]);
  return { industry, level, source, buyerType, own };
}
