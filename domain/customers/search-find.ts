import { type Sound, soundEnd, soundOf } from './search-pinyin.ts';
import { codeMarks, nameMarks, type Part, type Segment, ulidAt } from './search-segment.ts';
import type { SearchTerm } from './search-text.ts';
import type { View } from './view.ts';

/** Whose customers are looked through; all, or those of a member and of departments. */
export type Scope = 'all' | { readonly memberId: string; readonly departments: readonly string[] };

/** Where a page ended: hits come by rank and then the newest first, so a position is both. */
export interface Position {
  readonly rank: number;
  readonly ulid: string;
}

export interface Asked {
  readonly term: SearchTerm;
  readonly view: View;
  readonly scope: Scope;
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** The better a customer fits, the lower: exact first, then what begins so, then what has it somewhere, then the sound. */
const ranks = {
  exact: 0,
  name: 1,
  begins: 2,
  contact: 3,
  inName: 4,
  elsewhere: 5,
  sound: 6,
  soundBegins: 7,
  soundInside: 8,
} as const;
const none = 255;

/** At most `limit` hits behind a position, the best first. */
export function find(parts: readonly Part[], asked: Asked): Position[] {
  const sound = soundOf(asked.term.text);
  const hits = parts.flatMap((part) => hitsIn(part, asked, ranksOf(part.segment, asked, sound)));
  return hits.sort(inOrder).slice(0, asked.limit);
}

function inOrder(a: Position, b: Position): number {
  return a.rank - b.rank || (a.ulid < b.ulid ? 1 : -1);
}

/** The rank of each row; `none` where it does not fit. */
function ranksOf(segment: Segment, { term, view }: Asked, sound: Sound | undefined): Uint8Array {
  const found = new Uint8Array(segment.count).fill(none);
  const note = (row: number, rank: number): void => {
    if (rank < (found[row] ?? 0)) found[row] = rank;
  };
  if (term.text !== '') findText(segment, term.text, view, note);
  if (sound !== undefined) findSound(segment, sound, view, note);
  if (term.code !== '') findCode(segment, term.code, view, note);
  for (const digits of term.phones) findPhone(segment, digits, view, note);
  return found;
}

type Note = (row: number, rank: number) => void;

/** What a view hides cannot be searched for either: a guess that is confirmed digit by digit would lift the mask. */
function showsContacts(view: View): boolean {
  return view !== 'card';
}

function showsTags(view: View): boolean {
  return view === 'full' || view === 'masked';
}

function findText({ names, nameStarts }: Segment, text: string, view: View, note: Note): void {
  const bytes = Buffer.from(names.buffer, names.byteOffset, names.byteLength);
  const needle = Buffer.from(text, 'utf16le');
  let row = 0;
  for (let at = bytes.indexOf(needle, 0, 'utf16le'); at >= 0; at = bytes.indexOf(needle, at + 2, 'utf16le')) {
    const start = at >>> 1;
    while ((nameStarts[row + 1] ?? 0) <= start) row += 1;
    const field = fieldBefore(names, start);
    const kind = names[field];
    const begins = field === start - 1;
    const isWhole = begins && (names[start + text.length] ?? 0) <= nameMarks.tag;
    if (kind === nameMarks.name) note(row, isWhole ? ranks.name : begins ? ranks.begins : ranks.inName);
    else if (kind === nameMarks.contact && showsContacts(view)) note(row, begins ? ranks.contact : ranks.elsewhere);
    else if (kind === nameMarks.tag && showsTags(view)) note(row, isWhole ? ranks.contact : ranks.elsewhere);
  }
}

/** Where the mark stands of the field that a position is in. */
function fieldBefore(text: Uint16Array | Buffer, start: number): number {
  let at = start - 1;
  while ((text[at] ?? 0) > nameMarks.tag) at -= 1;
  return at;
}

function findSound({ names, nameStarts }: Segment, sound: Sound, view: View, note: Note): void {
  const [first] = sound.steps;
  if (first === undefined) return;
  let [row, field] = [0, 0];
  for (let start = 0; start < names.length; start += 1) {
    const code = names[start] ?? 0;
    if (code <= nameMarks.tag) {
      if (code === 0) row += 1;
      field = start;
    } else if (first[code] !== 0 && names[field] !== nameMarks.tag) {
      const end = soundEnd(sound, names, start);
      if (end < 0 || (names[field] === nameMarks.contact && !showsContacts(view))) continue;
      const begins = start === field + 1;
      const isWhole = begins && (names[end] ?? 0) <= nameMarks.tag;
      note(row, isWhole ? ranks.sound : begins ? ranks.soundBegins : ranks.soundInside);
    }
  }
  if (row !== nameStarts.length - 1) throw new Error('the columns of a segment do not fit each other');
}

/** Each place of a text in the codes, with its row and the place of its field's mark. */
function eachCode(
  { codes, codeStarts }: Segment,
  text: string,
  visit: (row: number, field: number, start: number, isEnd: boolean) => void,
): void {
  const needle = Buffer.from(text);
  let row = 0;
  for (let start = codes.indexOf(needle); start >= 0; start = codes.indexOf(needle, start + 1)) {
    while ((codeStarts[row + 1] ?? 0) <= start) row += 1;
    visit(row, fieldBefore(codes, start), start, (codes[start + needle.length] ?? 0) <= codeMarks.email);
  }
}

function findCode(segment: Segment, code: string, view: View, note: Note): void {
  eachCode(segment, code, (row, field, start, isEnd) => {
    const kind = segment.codes[field];
    const begins = field === start - 1;
    const isWhole = begins && isEnd;
    if (kind === codeMarks.number) note(row, isWhole ? ranks.exact : begins ? ranks.begins : ranks.elsewhere);
    if (kind !== codeMarks.email || !showsContacts(view)) return;
    if (isWhole) note(row, ranks.exact);
    else if (view !== 'masked') note(row, begins ? ranks.inName : ranks.elsewhere);
  });
}

/** As many as a mask leaves: `138****8000`. */
const digitsShown = 4;
const chinaCodeLength = 2;

function findPhone(segment: Segment, digits: string, view: View, note: Note): void {
  if (!showsContacts(view)) return;
  eachCode(segment, digits, (row, field, start, isEnd) => {
    if (segment.codes[field] !== codeMarks.phone || !isEnd) return;
    const before = segment.codes.toString('latin1', field + 1, start);
    const isWhole = before === '' || (before === '86' && digits.length > 11 - chinaCodeLength);
    if (isWhole) note(row, ranks.exact);
    else if (view !== 'masked' || digits.length === digitsShown) note(row, ranks.inName);
  });
}

/** The rows that fit, that the caller may see and that no newer row has overtaken: the first of each rank are enough. */
function hitsIn({ segment, dead }: Part, { scope, after, limit }: Asked, found: Uint8Array): Position[] {
  const sees = sightOf(segment, scope);
  const taken = new Uint32Array(none);
  const hits: Position[] = [];
  for (let row = 0; row < segment.count; row += 1) {
    const rank = found[row] ?? none;
    if (rank === none || (after !== undefined && rank < after.rank)) continue;
    if ((taken[rank] ?? 0) >= limit || dead.has(row) || !sees(row)) continue;
    const ulid = ulidAt(segment, row);
    if (after !== undefined && rank === after.rank && ulid >= after.ulid) continue;
    taken[rank] = (taken[rank] ?? 0) + 1;
    hits.push({ rank, ulid });
  }
  return hits;
}

function sightOf({ ids, owners, departments, collaborators }: Segment, scope: Scope): (row: number) => boolean {
  if (scope === 'all') return () => true;
  const own = ids.indexOf(scope.memberId);
  const theirs = new Set(scope.departments.map((id) => ids.indexOf(id)).filter((place) => place >= 0));
  return (row) =>
    owners[row] === own || theirs.has(departments[row] ?? -1) || collaborators.get(row)?.includes(own) === true;
}
