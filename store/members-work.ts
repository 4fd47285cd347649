import { defaultProfile, WorkProfile } from '#domain/members/duty.ts';
import type { Event } from '#events/define.ts';
import { type Key, partition } from './keys.ts';
import type { Table, Write } from './table.ts';

function profileKey(memberId: string): Key {
  return { pk: partition('members', memberId), sk: '~work' };
}

/** 0.5 RRU each, in one request; as delivered where nobody has said anything. */
export async function readWorkProfiles(table: Table, memberIds: readonly string[]): Promise<WorkProfile[]> {
  const items = await table.getMany(memberIds.map(profileKey));
  return memberIds.map((memberId, i) => {
    const item = items[i];
    return item === undefined ? defaultProfile(memberId) : WorkProfile.parse({ ...item, memberId });
  });
}

export async function readWorkProfile(table: Table, memberId: string): Promise<WorkProfile> {
  const [profile] = await readWorkProfiles(table, [memberId]);
  return profile ?? defaultProfile(memberId);
}

/** The version after the one that was read. */
export function putWorkProfile({ memberId, ...item }: WorkProfile, events: readonly Event[] = []): Write {
  const expect = item.version === 1 ? 'absent' : { version: item.version - 1 };
  return { op: 'put', key: profileKey(memberId), item, expect, events };
}
