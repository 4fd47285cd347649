import { type Happening, isSetAside, type Ticket } from './ticket.ts';

/**
 * What the customer said of one solution; `unanswered`: it closed without a word from him (rules.md 6). A ticket that was withdrawn,
 * merged or spam had none that he could be asked about.
 */
type Outcome = 'satisfied' | 'dissatisfied' | 'unanswered' | 'pending' | 'unsolved';

/** One cycle, measured: from its beginning to the answer, the solution and the customer's verdict. */
export interface Cycle {
  readonly cycle: number;
  readonly startedAt: string;
  readonly answeredAt?: string;
  readonly resolvedAt?: string;
  readonly endedAt?: string;
  readonly outcome: Outcome;
  /** All verdicts on it, the latest last: an answer can be changed for a day. */
  readonly verdicts: readonly Happening[];
}

const isVerdict = ({ type }: Happening): boolean => type === 'satisfied' || type === 'dissatisfied';

/** Each happening with the cycle in which it happened: a reopening begins the next one. */
function numbered(history: readonly Happening[]): { readonly cycle: number; readonly happening: Happening }[] {
  let cycle = 1;
  return history.map((happening) => {
    if (happening.type === 'reopened') cycle += 1;
    return { cycle, happening };
  });
}

/** Verdicts on the solution of a cycle, oldest first. */
export function verdictsOn(history: readonly Happening[], cycle: number): Happening[] {
  return numbered(history)
    .filter(({ happening, cycle: at }) => isVerdict(happening) && (happening.cycle ?? at) === cycle)
    .map(({ happening }) => happening);
}

/** The verdict that counts of each cycle that has one. */
export function lastVerdicts(history: readonly Happening[]): ReadonlyMap<number, Happening> {
  const verdicts = numbered(history).filter(({ happening }) => isVerdict(happening));
  return new Map(verdicts.map(({ happening, cycle }) => [happening.cycle ?? cycle, happening]));
}

/** Every cycle of a ticket. The end of one is the beginning of the next, or its closing. */
export function cyclesOf({ history }: Pick<Ticket, 'history'>): Cycle[] {
  const cycles = grouped(history);
  return cycles.map(({ cycle, startedAt, happenings }, index) => {
    const at = (...types: readonly Happening['type'][]) => happenings.find(({ type }) => types.includes(type))?.at;
    const resolvedAt = at('resolved');
    const endedAt = cycles[index + 1]?.startedAt ?? happenings.findLast(({ type }) => type === 'closed')?.at;
    return {
      cycle,
      startedAt,
      ...defined({ answeredAt: at('answered', 'resolved'), resolvedAt, endedAt }),
      outcome: outcomeOf(
        lastVerdicts(history).get(cycle),
        happenings.some(isSetAside) ? undefined : resolvedAt,
        endedAt,
      ),
      verdicts: verdictsOn(history, cycle),
    };
  });
}

/** The happenings of each cycle, from its first. */
function grouped(history: readonly Happening[]) {
  const cycles: { readonly cycle: number; readonly startedAt: string; readonly happenings: Happening[] }[] = [];
  for (const { cycle, happening } of numbered(history)) {
    const last = cycles.at(-1);
    if (last?.cycle === cycle) last.happenings.push(happening);
    else cycles.push({ cycle, startedAt: happening.at, happenings: [happening] });
  }
  return cycles;
}

function outcomeOf(verdict: Happening | undefined, resolvedAt?: string, endedAt?: string): Outcome {
  if (verdict !== undefined) return verdict.type === 'satisfied' ? 'satisfied' : 'dissatisfied';
  if (resolvedAt === undefined) return endedAt === undefined ? 'pending' : 'unsolved';
  return endedAt === undefined ? 'pending' : 'unanswered';
}

function defined(fields: Readonly<Record<'answeredAt' | 'resolvedAt' | 'endedAt', string | undefined>>) {
  return Object.fromEntries(Object.entries(fields).filter(([, at]) => at !== undefined)) as Partial<
    Record<keyof typeof fields, string>
  >;
}
