/** One ticket through the contracts' examples. */
const ticketId = 'tkt_01KDQ3Y0000000000000000001';
const customerId = 'cus_00000000000000000000000001';
const agentId = 'mem_00000000000000000000000005';
const departmentId = 'dep_00000000000000000000000003';

export const summaryExample = {
  id: ticketId,
  number: 'FK202611001',
  subject: '设备无法启动',
  kind: 'fault',
  severity: 'moderate',
  priority: 'normal',
  state: 'open',
  cycle: 1,
  customerId,
  departmentId,
  nextDueAt: '2026-11-23T01:00:00.000Z',
} as const;

export const ticketExample = {
  ...summaryExample,
  channel: 'phone',
  description: '今天早上开机后没有反应，指示灯不亮。',
  tags: [],
  history: [{ type: 'opened', at: '2026-11-22T01:00:00.000Z', by: agentId }],
  deadlines: {
    firstResponse: { by: '2026-11-23T01:00:00.000Z', state: 'running' },
    resolution: { by: '2026-11-24T01:00:00.000Z', state: 'running' },
  },
  version: 1,
  createdAt: '2026-11-22T01:00:00.000Z',
  createdBy: agentId,
  updatedAt: '2026-11-22T01:00:00.000Z',
  updatedBy: agentId,
} as const;

export const messageExample = {
  id: 'msg_00000000000000000000000001',
  ticketId,
  visibility: 'public',
  direction: 'out',
  via: 'email',
  text: '您好，我们已安排工程师检查电源模块。',
  at: '2026-11-22T02:00:00.000Z',
  by: agentId,
} as const;

export const slaExample = {
  ticketId,
  policy: 'default',
  terms: [{ policy: 'default', version: 0, calendar: '24x7', calendarVersion: 0 }],
  cycles: [
    {
      cycle: 1,
      firstResponse: {
        allowed: 'PT24H',
        startedAt: '2026-11-22T01:00:00.000Z',
        by: '2026-11-23T01:00:00.000Z',
        state: 'running',
        segments: [
          {
            from: '2026-11-22T01:00:00.000Z',
            to: '2026-11-22T02:00:00.000Z',
            kind: 'counted',
            cause: 'opened',
            duration: 'PT1H',
          },
        ],
        sums: { counted: 'PT1H' },
        elapsed: 'PT1H',
      },
    },
  ],
  escalations: [],
} as const;
