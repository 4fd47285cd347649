import type { JsonObject } from '../json.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  /** MessageAttributes as the sender gave them. */
  readonly attributes: JsonObject;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** Handle of the latest receipt; older ones no longer delete. */
  receipt?: string;
  /** The queue it died in. */
  sourceArn?: string;
}

export interface Counts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * The messages of a queue, so kept that none of them is looked at that is not asked for: tens of thousands wait when a
 * file of customers is imported.
 */
export class Messages {
  readonly #now: () => number;
  readonly #keptMs: number;
  /** By id, in the order of arrival. */
  readonly #all = new Map<string, Message>();
  #visible = new Map<string, Message>();
  readonly #hidden = new Map<string, Message>();
  readonly #byReceipt = new Map<string, Message>();
  /** No message is older. */
  #oldest = Number.POSITIVE_INFINITY;

  constructor(now: () => number, keptMs: number) {
    this.#now = now;
    this.#keptMs = keptMs;
  }

  add(message: Message): void {
    this.#all.set(message.id, message);
    this.#oldest = Math.min(this.#oldest, message.sentAt);
    if (message.receipt !== undefined) this.#byReceipt.set(message.receipt, message);
    this.#place(message);
  }

  remove(message: Message): void {
    for (const messages of [this.#all, this.#visible, this.#hidden]) messages.delete(message.id);
    if (message.receipt !== undefined) this.#byReceipt.delete(message.receipt);
  }

  ofReceipt(receipt: string): Message | undefined {
    return this.#byReceipt.get(receipt);
  }

  /** Hides it until an instant; under a new receipt where one is given. */
  hide(message: Message, until: number, receipt = message.receipt): void {
    if (message.receipt !== undefined) this.#byReceipt.delete(message.receipt);
    if (receipt !== undefined) this.#byReceipt.set(receipt, message);
    Object.assign(message, { visibleAt: until, ...(receipt !== undefined && { receipt }) });
    this.#place(message);
  }

  /** Oldest first. */
  visible(): Iterable<Message> {
    this.#settle();
    return this.#visible.values();
  }

  all(): Message[] {
    this.#settle();
    return [...this.#all.values()];
  }

  counts(): Counts {
    this.#settle();
    const inFlight = [...this.#hidden.values()].filter(({ receives }) => receives > 0).length;
    return { visible: this.#visible.size, inFlight, delayed: this.#hidden.size - inFlight };
  }

  nextVisibleAt(): number | undefined {
    this.#settle();
    return this.#hidden.size === 0 ? undefined : least(this.#hidden.values(), ({ visibleAt }) => visibleAt);
  }

  clear(): void {
    for (const messages of [this.#all, this.#visible, this.#hidden, this.#byReceipt]) messages.clear();
  }

  #place(message: Message): void {
    const isVisible = message.visibleAt <= this.#now();
    (isVisible ? this.#hidden : this.#visible).delete(message.id);
    (isVisible ? this.#visible : this.#hidden).set(message.id, message);
  }

  /** What is too old goes, and what was hidden long enough comes back to its place. */
  #settle(): void {
    const now = this.#now();
    if (this.#oldest < now - this.#keptMs) {
      for (const message of this.#all.values()) if (message.sentAt < now - this.#keptMs) this.remove(message);
      this.#oldest = least(this.#all.values(), ({ sentAt }) => sentAt);
    }
    const back = [...this.#hidden.values()].filter(({ visibleAt }) => visibleAt <= now);
    if (back.length === 0) return;
    for (const { id } of back) this.#hidden.delete(id);
    this.#visible = new Map([...this.#all].filter(([id]) => !this.#hidden.has(id)));
  }
}

function least(messages: Iterable<Message>, of: (message: Message) => number): number {
  let found = Number.POSITIVE_INFINITY;
  for (const message of messages) found = Math.min(found, of(message));
  return found;
}
