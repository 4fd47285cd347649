import { canonicalJson } from '../shared/canonical-json.ts';
import { type Kind, kindOf, type Treatment, treatmentOf } from './kinds.ts';
import { type Digest, type Json, toJson } from './value.ts';

type Item = Readonly<Record<string, unknown>>;

/** Field → before and after, null for what was not there. Of a hidden field neither is shown: []. */
type Changes = Record<string, Json[]>;

interface Leaf {
  /** What is compared. */
  readonly text: string;
  /** What may be shown; undefined of what is hidden. */
  readonly shown: Json | undefined;
}

/** Beyond this a value is shown by its length and digest, so that a row stays small. */
const lengthMax = 400;

/** Everything of an item that is audited, by its path. */
function leavesOf(kindName: string, item: Item | undefined, digest: Digest): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  if (item === undefined) return leaves;
  const kind = kindOf(kindName);
  const isPerson = item['kind'] === 'individual';
  for (const [path, value] of pathsOf(kind, item)) {
    const treatment = treatmentOf(kind, path);
    if (treatment === 'kept' || value === undefined || value === null) continue;
    leaves.set(path, { text: canonicalJson(value), shown: shown(value, treatment, isPerson, digest) });
  }
  return leaves;
}

function* pathsOf(kind: Kind, item: Item, above = ''): Generator<readonly [string, unknown]> {
  for (const [stored, value] of Object.entries(item)) {
    const path = `${above}${kind.stored?.[stored] ?? stored}`;
    if (kind.parts?.includes(path) === true && isItem(value)) yield* pathsOf(kind, value, `${path}/`);
    else yield [path, value];
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown, treatment: Treatment, isPerson: boolean, digest: Digest): Json | undefined {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  switch (treatment) {
    case 'plain':
      return text.length > lengthMax ? digested(text, digest) : toJson(value);
    case 'party':
      return isPerson ? maskedName(text) : shown(value, 'plain', false, digest);
    case 'name':
      return maskedName(text);
    case 'own':
      return shown(value, typeof value === 'string' ? 'text' : 'plain', false, digest);
    case 'text':
      return digested(text, digest);
    default:
      return undefined;
  }
}

/** `张**`: how many characters follow is not told. */
function maskedName(name: string): string {
  return `${[...name].slice(0, 1).join('')}**`;
}

/** Tells whether two texts are the same, and not what they say. */
function digested(text: string, digest: Digest): Json {
  return { length: [...text].length, digest: digest(text) };
}

export interface Difference {
  readonly changes: Changes;
  /** Digest of all that is audited of the item afterwards: so it is seen when the last row of a chain is missing. */
  readonly state: string;
}

/** What a change was; undefined for one that changes nothing which is audited. */
export function differenceOf(
  kind: string,
  before: Item | undefined,
  after: Item | undefined,
  digest: Digest,
): Difference | undefined {
  const [old, now] = [leavesOf(kind, before, digest), leavesOf(kind, after, digest)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const changed = paths.filter((path) => old.get(path)?.text !== now.get(path)?.text);
  const isWritten = (before === undefined) !== (after === undefined);
  if (changed.length === 0 && !isWritten) return undefined;
  const changes = changed.map((path) => [path, pairOf(old.get(path), now.get(path))] as const);
  return { changes: Object.fromEntries(changes), state: stateDigest(now, digest) };
}

function pairOf(before: Leaf | undefined, after: Leaf | undefined): Json[] {
  const isHidden = (before ?? after)?.shown === undefined;
  return isHidden ? [] : [before?.shown ?? null, after?.shown ?? null];
}

/** As it stands in the last row of an item's chain. */
export function stateOf(kind: string, item: Item | undefined, digest: Digest): string {
  return stateDigest(leavesOf(kind, item, digest), digest);
}

function stateDigest(leaves: ReadonlyMap<string, Leaf>, digest: Digest): string {
  return digest(canonicalJson(Object.fromEntries([...leaves].map(([path, { text }]) => [path, text])))).slice(0, 22);
}

/** Why it was done, where the write says so; a reason that stood there before is no reason for this change. */
export function reasonOf(kind: string, before: Item | undefined, after: Item | undefined): string | undefined {
  const [then, now] = [at(before, kindOf(kind).reason), at(after, kindOf(kind).reason)];
  return typeof now === 'string' && now !== then ? now : undefined;
}

function at(item: Item | undefined, path: string | undefined): unknown {
  return path?.split('/').reduce<unknown>((value, name) => (isItem(value) ? value[name] : undefined), item);
}
