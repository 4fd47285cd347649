import type { Busy } from './service.ts';

export type Cancel = () => void;

/** How a timer that repeats may be leapt over while the clock is being advanced: only its runs without work are left out. */
export interface Leap {
  /** The first of its runs at or after an instant; undefined when there is none. */
  readonly runAt: (notBefore: number) => number | undefined;
  /** The earliest instant at which a run finds something to do; undefined when nothing waits. */
  readonly work: () => Promise<number | undefined>;
}

interface Timer {
  /** Instant it was made for. */
  readonly instant: number;
  /** Instant at which it fires: later than `instant` when runs are leapt over. */
  due: number;
  readonly fire: (instant: number) => unknown;
  readonly leap: Leap | undefined;
}

/** setTimeout fires at once when it is asked for more than 2^31 - 1 ms (24.8 days). */
const longestTimeout = 2 ** 31 - 1;

/** Turns of the event loop without anything busy before everything counts as done: one hands over to the next. */
const quietTurns = 4;

/**
 * The one clock of the laptop: real time plus a shift. Everything that waits for an instant waits here; nothing else
 * may use setTimeout for simulated time. Instants are milliseconds of the epoch.
 */
export class Clock {
  /** The shift in milliseconds as one double: worker threads read it to shift their own Date. */
  readonly skew = new SharedArrayBuffer(8);
  readonly #shift = new Float64Array(this.skew);
  readonly #busy = new Set<Busy>();
  #timers: Timer[] = [];
  #alarm: NodeJS.Timeout | undefined;
  #advancing: Promise<void> | undefined;
  #advances = 0;
  #stopped = false;

  constructor(options: { readonly start?: number } = {}) {
    if (options.start !== undefined) this.#shift[0] = options.start - Date.now();
  }

  now(): number {
    return Date.now() + (this.#shift[0] ?? 0);
  }

  /** Runs `fire` once the instant has come; at once (in the next turn) if it is past. */
  at(instant: number, fire: (instant: number) => unknown, options: { readonly leap?: Leap } = {}): Cancel {
    const timer: Timer = { instant, due: instant, fire, leap: options.leap };
    this.#insert(timer);
    this.#arm();
    return () => this.#remove(timer);
  }

  after(ms: number, fire: (instant: number) => unknown): Cancel {
    return this.at(this.now() + ms, fire);
  }

  sleepUntil(instant: number): Promise<void> {
    return new Promise((resolve) => {
      if (instant <= this.now()) resolve();
      else this.at(instant, () => resolve());
    });
  }

  sleep(ms: number): Promise<void> {
    return this.sleepUntil(this.now() + ms);
  }

  /** What works in the background keeps the clock from moving on until it is done. */
  register(busy: Busy): Cancel {
    this.#busy.add(busy);
    return () => this.#busy.delete(busy);
  }

  /** Counts calls of advanceTo: what was learnt before one need not hold in the next. */
  get advances(): number {
    return this.#advances;
  }

  /** True while advanceTo runs. */
  get isAdvancing(): boolean {
    return this.#advancing !== undefined;
  }

  /** Resolves when nothing registered is busy. What waits for an instant does not count. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const isBusy = this.#isBusy();
      quiet = isBusy ? 0 : quiet + 1;
      // Workers need the processor more than this loop does.
      if (isBusy) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /**
   * Moves the clock on to an instant. What falls due on the way is done in order of its instant, each with all that
   * follows from it, before the clock moves on. An instant that is past only settles.
   */
  async advanceTo(end: number): Promise<void> {
    while (this.#advancing !== undefined) await this.#advancing;
    this.#advances++;
    this.#advancing = this.#advance(end).finally(() => {
      this.#advancing = undefined;
      this.#arm();
    });
    await this.#advancing;
  }

  /** No timer fires any more. */
  stop(): void {
    this.#stopped = true;
    this.#timers = [];
    clearTimeout(this.#alarm);
  }

  async #advance(end: number): Promise<void> {
    clearTimeout(this.#alarm);
    for (;;) {
      await this.settle();
      await this.#leap(end);
      const due = this.#timers[0]?.due;
      if (due === undefined || due > end) break;
      this.#moveTo(due);
      this.#fireDue();
    }
    this.#moveTo(end);
  }

  #moveTo(instant: number): void {
    const ahead = instant - this.now();
    if (ahead > 0) this.#shift[0] = (this.#shift[0] ?? 0) + ahead;
  }

  /** Asked again after each step, since what was just done may have put new work before the old. */
  async #leap(end: number): Promise<void> {
    const planned = await Promise.all(
      this.#timers.flatMap(({ leap, instant }, at) => (leap ? [this.#planned(leap, instant, end, at)] : [])),
    );
    for (const { timer, due } of planned) timer.due = due;
    if (planned.length > 0) this.#timers.sort((one, other) => one.due - other.due);
  }

  async #planned(leap: Leap, instant: number, end: number, at: number) {
    const timer = this.#timers[at] as Timer;
    const work = await leap.work();
    // With nothing to do up to the end, its next run is the first after the end, on which the clock runs on.
    const notBefore = work === undefined || work > end ? end + 1 : Math.max(work, this.now());
    return { timer, due: leap.runAt(Math.max(notBefore, instant)) ?? Number.POSITIVE_INFINITY };
  }

  #fireDue(): void {
    const now = this.now();
    for (let first = this.#timers[0]; first && first.due <= now; first = this.#timers[0]) {
      this.#timers.shift();
      first.fire(first.due);
    }
  }

  #insert(timer: Timer): void {
    if (this.#stopped) return;
    const at = this.#timers.findLastIndex((other) => other.due <= timer.due);
    this.#timers.splice(at + 1, 0, timer);
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }

  #arm(): void {
    clearTimeout(this.#alarm);
    const first = this.#timers[0];
    if (!first || this.#advancing !== undefined) return;
    this.#alarm = setTimeout(
      () => {
        this.#fireDue();
        this.#arm();
      },
      Math.min(Math.max(0, first.due - this.now()), longestTimeout),
    );
    this.#alarm.unref();
  }

  #isBusy(): boolean {
    for (const busy of this.#busy) if (busy.isBusy()) return true;
    return false;
  }
}
