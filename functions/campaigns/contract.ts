import * as z from 'zod';
import { Campaign, CampaignPatch, CampaignSummary, NewCampaign } from '#domain/campaigns/campaign.ts';
import { recipientStates } from '#domain/campaigns/recipient.ts';
import { CampaignId } from '#domain/shared/ids.ts';
import type { Contract } from '#functions/http/contract.ts';
import { listOf, listQuery } from '#functions/http/list.ts';

const params = z.strictObject({ id: CampaignId });
const example = {
  name: '十一月回访',
  audience: { tags: ['华东区域'] },
  template: {
    subject: '您好，{{contact.name}}',
    html: '<p>{{customer.name}}</p><p><a href="{{unsubscribeUrl}}">退订</a></p>',
  },
};

export const createCampaignContract = {
  method: 'POST',
  path: '/v1/campaigns',
  operationId: 'createCampaign',
  summary: 'Create a draft of a campaign',
  permission: 'campaigns.write',
  body: NewCampaign,
  status: 201,
  output: Campaign,
  problems: { 'campaigns.unknown-placeholder': 422 },
  example: { body: example },
} as const satisfies Contract;

export const listCampaignsContract = {
  method: 'GET',
  path: '/v1/campaigns',
  operationId: 'listCampaigns',
  summary: 'List campaigns, newest first',
  permission: 'campaigns.read',
  query: z.strictObject(listQuery),
  status: 200,
  output: listOf(CampaignSummary),
} as const satisfies Contract;

export const getCampaignContract = {
  method: 'GET',
  path: '/v1/campaigns/{id}',
  operationId: 'getCampaign',
  summary: 'Read a campaign',
  permission: 'campaigns.read',
  params,
  status: 200,
  output: Campaign,
  problems: { 'campaigns.not-found': 404 },
} as const satisfies Contract;

export const changeCampaignContract = {
  method: 'PATCH',
  path: '/v1/campaigns/{id}',
  operationId: 'changeCampaign',
  summary: 'Change a draft',
  permission: 'campaigns.write',
  accepts: 'application/merge-patch+json',
  params,
  body: CampaignPatch,
  ifMatch: true,
  status: 200,
  output: Campaign,
  problems: { 'campaigns.not-found': 404, 'campaigns.not-draft': 409, 'campaigns.unknown-placeholder': 422 },
  example: { body: { name: '十二月回访' } },
} as const satisfies Contract;

export const sendCampaignContract = {
  method: 'POST',
  path: '/v1/campaigns/{id}/send',
  operationId: 'sendCampaign',
  summary: 'Send a campaign off; each recipient is written to once and only with consent',
  permission: 'campaigns.write',
  params,
  status: 202,
  output: Campaign,
  problems: { 'campaigns.not-found': 404, 'campaigns.already-sent': 409, 'campaigns.no-audience': 422 },
} as const satisfies Contract;

export const getReconciliationContract = {
  method: 'GET',
  path: '/v1/campaigns/{id}/reconciliation',
  operationId: 'getReconciliation',
  summary: 'What became of everybody in the audience',
  permission: 'campaigns.read',
  params,
  status: 200,
  output: z.strictObject({
    state: Campaign.shape.state,
    audience: z.int(),
    states: z.partialRecord(z.enum(recipientStates), z.int()),
    unsubscribed: z.int(),
  }),
  problems: { 'campaigns.not-found': 404 },
} as const satisfies Contract;

const token = z.strictObject({ token: z.string().min(1).max(600) });

export const showUnsubscribeContract = {
  method: 'GET',
  path: '/v1/unsubscribe/{token}',
  operationId: 'showUnsubscribe',
  summary: 'A page that asks for a confirmation; looking at it records nothing',
  permission: 'public',
  params: token,
  status: 200,
  problems: { 'campaigns.bad-link': 404 },
} as const satisfies Contract;

export const unsubscribeContract = {
  method: 'POST',
  path: '/v1/unsubscribe/{token}',
  operationId: 'unsubscribe',
  summary: 'Withdraw consent with one click (RFC 8058)',
  permission: 'public',
  accepts: 'application/x-www-form-urlencoded',
  params: token,
  body: z.strictObject({ 'List-Unsubscribe': z.literal('One-Click').optional() }),
  status: 200,
  problems: { 'campaigns.bad-link': 404 },
} as const satisfies Contract;

export const contracts = [
  createCampaignContract,
  listCampaignsContract,
  getCampaignContract,
  changeCampaignContract,
  sendCampaignContract,
  getReconciliationContract,
  showUnsubscribeContract,
  unsubscribeContract,
] as const satisfies readonly Contract[];
