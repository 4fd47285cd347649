import { describe, expect, test } from 'vitest';
import type { MemoryTable } from '#store/memory.ts';
import { memoryTable } from '#store/memory.ts';
import { aMember, membersApi } from './steps.ts';

async function agent() {
  const table = memoryTable();
  const api = membersApi(table);
  const { id } = await aMember(api, { role: 'service-agent' });
  const as = { memberId: id, role: 'service-agent' } as const;
  const told = () => (table as MemoryTable).news.filter(({ type }) => type === 'member.duty-changed');
  return { ...api, id, as, told };
}

const profile = {
  skills: ['电源'],
  languages: ['zh-CN'],
  territories: ['上海市'],
  capacity: 5,
  hours: { sun: [['09:00', '24:00']] },
};

describe('the work profile', () => {
  test('is as delivered until an admin writes it; he and the member see it, nobody else', async () => {
    const { call, id, as } = await agent();
    const path = `/v1/members/${id}/work-profile`;
    expect((await call('GET', path, as)).body).toMatchObject({ capacity: 20, skills: [], onDuty: true, version: 0 });
    expect((await call('PUT', path, { body: profile, ...as })).status).toBe(403);
    // It is 09:00 on a Sunday in Shanghai.
    expect((await call('PUT', path, { body: profile })).body).toMatchObject({ ...profile, onDuty: true, version: 1 });
    const stranger = { memberId: 'mem_00000000000000000000000099', role: 'service-agent' } as const;
    expect((await call('GET', path, stranger)).body.code).toBe('members.others-duty');
  });

  test.each([
    { hours: { mon: [['9:00', '18:00']] } },
    { hours: { mon: [['09:00', '25:00']] } },
    { capacity: 0 },
    { skills: ['a\nb'] },
    { languages: ['fr'] },
  ])('400 for %j', async (body) => {
    const { call, id } = await agent();
    expect((await call('PUT', `/v1/members/${id}/work-profile`, { body })).status).toBe(400);
  });
});

describe('duty', () => {
  test('is the member’s own word, or an admin’s; what he can do stays as it is', async () => {
    const { call, id, as, told } = await agent();
    await call('PUT', `/v1/members/${id}/work-profile`, { body: profile });
    const path = `/v1/members/${id}/duty`;
    const until = '2026-11-22T05:00:00.000Z';
    expect((await call('PUT', path, { body: { onDuty: false, until }, ...as })).body).toMatchObject({
      onDuty: false,
      offDuty: { until },
      skills: ['电源'],
    });
    expect((await call('PUT', path, { body: { onDuty: true } })).body).toMatchObject({ onDuty: true, version: 3 });
    expect(told().map(({ detail }) => detail)).toEqual([
      { memberId: id, onDuty: false, handBack: 'open' },
      { memberId: id, onDuty: true, handBack: 'open' },
    ]);
    const other = { memberId: 'mem_00000000000000000000000099', role: 'service-manager' } as const;
    expect((await call('PUT', path, { body: { onDuty: false }, ...other })).body.code).toBe('members.others-duty');
    const past = { onDuty: false, until: '2026-11-22T00:00:00.000Z' };
    expect((await call('PUT', path, { body: past, ...as })).body.errors[0].code).toBe('members.until-past');
  });
});
