import type { Key } from './keys.ts';

/**
 * Who writes, for the audit: stored in the audited items of a commit, because a stream tells what changed and not by
 * whom.
 */
export interface Writer {
  /** The member's id, or `system:<context>/<function>`. */
  readonly actor: string;
  /** The request, the event or the job that the write answers. */
  readonly request?: string | undefined;
}

interface Followed {
  /** Of the partition key behind `<context>#`. */
  readonly pk: RegExp;
  readonly sk: RegExp;
  readonly kind: string;
}

const followed = (kind: string, pk: RegExp, sk: RegExp): Followed => ({ kind, pk, sk });

/**
 * The items whose changes are audited, by their keys: what is not named here (copies, counters, keys for matching,
 * agendas, inboxes, mails) costs the audit nothing.
 */
const items: Readonly<Record<string, readonly Followed[]>> = {
  customers: [
    followed('customer', /^cus_/, /^~customer$/),
    followed('contact', /^cus_/, /^contact#/),
    followed('consent', /^cus_/, /^consent#/),
    followed('hand-over', /^cus_/, /^handover#/),
    followed('note', /^cus_/, /^note#/),
    followed('reveal', /^cus_/, /^reveal#/),
    followed('field', /^fields$/, /^field#/),
    followed('tag', /^tag-words$/, /^/),
    followed('completeness', /^completeness$/, /^~settings$/),
    followed('merge', /^merge#/, /^merge$/),
    followed('export', /^export#/, /^export$/),
    followed('erasure', /^erasure#/, /^erasure$/),
  ],
  members: [
    followed('member', /^mem_/, /^~member$/),
    followed('work-profile', /^mem_/, /^~work$/),
    followed('department', /^departments$/, /^dep_/),
    followed('company', /^company$/, /^~company$/),
    followed('list-entry', /^list#/, /^/),
  ],
  activities: [followed('interaction', /^int_/, /^interaction$/), followed('follow-up', /^f#/, /^fol_/)],
  contracts: [followed('contract', /^ctr_/, /^contract$/)],
  tickets: [
    followed('ticket', /^/, /^tkt_/),
    followed('special-process', /^/, /^special-process#/),
    followed('policy', /^sla$/, /^policy#/),
    followed('routing', /^sla$/, /^routing#/),
    followed('calendar', /^calendar#/, /^v#/),
    followed('queue', /^assignment$/, /^dep_/),
    followed('canned-answer', /^canned-answers$/, /^can_/),
  ],
  attachments: [followed('attachment', /^att_/, /^attachment$/)],
  campaigns: [followed('campaign', /^cmp_/, /^campaign$/)],
};

/** Under what the audit keeps the changes of the item with this key; undefined for what it does not follow. */
export function auditedAs({ pk, sk }: Key): string | undefined {
  const at = pk.indexOf('#');
  const rest = pk.slice(at + 1);
  return items[pk.slice(0, at)]?.find((each) => each.sk.test(sk) && each.pk.test(rest))?.kind;
}
