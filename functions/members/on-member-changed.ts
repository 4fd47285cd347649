import { memberChanged, memberCreated, memberDeactivated } from '#events/members.ts';
import { subscription } from '#functions/batch/subscription.ts';
import { env } from '#functions/http/env.ts';
import { memberKey, toMember } from '#store/members.ts';
import { putUser, readUser } from '#store/members-directory.ts';
import { cognitoUsers, type MembersWorld, type Users } from './users.ts';

/**
 * Brings the user pool to what the member's row says now, whatever the event said: events may come twice or in another
 * order. The request that changed the row never waits for Cognito and never fails with it.
 */
export const handler = subscription(
  {
    context: 'members',
    name: 'on-member-changed',
    events: [memberCreated, memberChanged, memberDeactivated],
    extend: (world): MembersWorld => ({ ...world, users: userPool() }),
  },
  async ({ detail }, world) => {
    const { memberId, fields }: { readonly memberId: string; readonly fields?: readonly string[] } = detail;
    if (fields !== undefined && !fields.includes('email') && !fields.includes('active')) return;
    const { table, users } = world;
    const member = toMember(await table.get(memberKey(memberId), { consistent: true }));
    if (member === undefined) return;
    const before = await readUser(table, memberId);
    const user = { memberId, email: member.email, name: member.name, locale: member.locale };
    if (!member.active && before === undefined) return;
    const username = before?.username ?? (await users.invite(user));
    if (before !== undefined && before.email !== member.email) await users.change(username, user);
    // Not only when it was otherwise: a slower delivery beside this one may just have said the opposite.
    if (!member.active) await users.disable(username);
    else if (before !== undefined) await users.enable(username);
    await world.commit([putUser(memberId, before, { username, email: member.email })], undefined);
  },
);

let pool: Users | undefined;

function userPool(): Users {
  pool ??= cognitoUsers(env('USER_POOL_ID'));
  return pool;
}
