import { type Reason, scoreOf } from './duplicate.ts';

/** Customers who share one thing by which people and companies are recognised. */
export interface SharedKey {
  readonly reason: Reason;
  readonly customerIds: readonly string[];
}

interface GroupMember {
  readonly customerId: string;
  /** By what he is like any of the others in the group. */
  readonly reasons: readonly Reason[];
  readonly score: number;
}

export interface DuplicateGroup {
  readonly members: readonly GroupMember[];
  /** How sure it is that the two who are most alike are one. */
  readonly score: number;
}

/**
 * Who may be one: customers who share a key stand in one group, and so does whoever shares another with one of them.
 * Neither the order of the keys nor one that comes twice matters; a key that only one has is no reason.
 */
export function groupsOf(keys: readonly SharedKey[]): DuplicateGroup[] {
  const shared = keys.map((key) => ({ ...key, customerIds: [...new Set(key.customerIds)] }));
  const telling = shared.filter(({ customerIds }) => customerIds.length > 1);
  return componentsOf(telling).map((component) => {
    const ids = [...new Set(component.flatMap(({ customerIds }) => customerIds))].toSorted();
    const members = ids.map((customerId): GroupMember => {
      const reasons = reasonsOf(component.filter(({ customerIds }) => customerIds.includes(customerId)));
      return { customerId, reasons, score: scoreOf(reasons) };
    });
    return { members, score: pairScore(component) };
  });
}

function reasonsOf(keys: readonly SharedKey[]): Reason[] {
  return [...new Set(keys.map(({ reason }) => reason))].toSorted();
}

/** The keys of each group: joined as long as two have a customer in common. */
export function componentsOf(keys: readonly SharedKey[]): SharedKey[][] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { customerIds } of keys) {
    const [first, ...others] = customerIds.map(rootOf);
    for (const other of others)
      if (first !== undefined && rootOf(other) !== rootOf(first)) parents.set(rootOf(other), rootOf(first));
  }
  return [...Map.groupBy(keys, ({ customerIds }) => rootOf(customerIds[0] ?? '')).values()];
}

/** Of the two who share the most. */
function pairScore(keys: readonly SharedKey[]): number {
  const byPair = new Map<string, Set<Reason>>();
  for (const { reason, customerIds } of keys) {
    const sorted = customerIds.toSorted();
    for (const [i, a] of sorted.entries()) {
      for (const b of sorted.slice(i + 1)) {
        const reasons = byPair.get(`${a} ${b}`) ?? new Set<Reason>();
        byPair.set(`${a} ${b}`, reasons.add(reason));
      }
    }
  }
  return Math.max(0, ...[...byPair.values()].map((reasons) => scoreOf([...reasons])));
}
