import * as z from 'zod';
import { DomainError, invalidField } from '../shared/error.ts';
import { CampaignId } from '../shared/ids.ts';
import { unknownPlaceholders } from '../shared/template.ts';
import { line, lines } from '../shared/text.ts';
import { UtcInstant } from '../shared/time.ts';

const Audience = z.strictObject({ tags: z.array(z.string()) });
const Template = z.strictObject({
  subject: z.string(),
  html: z.string(),
  text: z.string().optional(),
});
/** What staff write; rows are read with what they held. */
const written = {
  name: line(120),
  audience: z.strictObject({ tags: z.array(line(40)).max(20) }),
  template: z.strictObject({ subject: line(200), html: lines(100_000), text: lines(50_000).optional() }),
} as const;
const CampaignState = z.enum(['draft', 'sending', 'sent']);

export const Campaign = z.strictObject({
  id: CampaignId,
  name: z.string(),
  audience: Audience,
  template: Template,
  state: CampaignState,
  startedAt: UtcInstant.optional(),
  completedAt: UtcInstant.optional(),
  version: z.int().positive(),
  createdAt: UtcInstant,
  createdBy: z.string(),
  updatedAt: UtcInstant,
  updatedBy: z.string(),
});
export type Campaign = z.output<typeof Campaign>;

/** What a list shows of a campaign; its template, which may be long, stays in the item. */
export const CampaignSummary = Campaign.pick({
  id: true,
  name: true,
  audience: true,
  state: true,
  createdAt: true,
  startedAt: true,
  completedAt: true,
});

export const NewCampaign = z.strictObject(written);
export type NewCampaign = z.output<typeof NewCampaign>;
export const CampaignPatch = NewCampaign.partial();
export type CampaignPatch = z.output<typeof CampaignPatch>;

interface Stamp {
  readonly at: string;
  readonly by: string;
}

/** `fields`: ids of the company's own fields that the template may ask for. */
export function create(id: string, asked: NewCampaign, { at, by }: Stamp, fields: ReadonlySet<string>): Campaign {
  checkTemplate(asked.template, fields);
  return { ...asked, id, state: 'draft', version: 1, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
}

/** What was sent stays as it was sent. */
export function change(campaign: Campaign, patch: CampaignPatch, stamp: Stamp, fields: ReadonlySet<string>): Campaign {
  if (campaign.state !== 'draft') throw new DomainError('conflict', 'campaigns.not-draft', { state: campaign.state });
  if (patch.template !== undefined) checkTemplate(patch.template, fields);
  const { name = campaign.name, audience = campaign.audience, template = campaign.template } = patch;
  return next(campaign, { name, audience, template }, stamp);
}

export function start(campaign: Campaign, stamp: Stamp): Campaign {
  if (campaign.state !== 'draft')
    throw new DomainError('conflict', 'campaigns.already-sent', { state: campaign.state });
  if (campaign.audience.tags.length === 0) throw invalidField('/audience/tags', 'campaigns.no-audience');
  return next(campaign, { state: 'sending', startedAt: stamp.at }, stamp);
}

export function complete(campaign: Campaign, stamp: Stamp): Campaign {
  return next(campaign, { state: 'sent', completedAt: stamp.at }, stamp);
}

function next(campaign: Campaign, changes: Partial<Campaign>, { at, by }: Stamp): Campaign {
  return { ...campaign, ...changes, version: campaign.version + 1, updatedAt: at, updatedBy: by };
}

/** A placeholder that nobody can fill is told when the template is saved, not when a thousand mails have gone out. */
function checkTemplate(template: z.output<typeof Template>, fields: ReadonlySet<string>): void {
  const parts = ['subject', 'html', 'text'] as const;
  const errors = parts.flatMap((part) => {
    const names = unknownPlaceholders(template[part] ?? '', fields);
    const facts = { names: names.join(', ') };
    return names.length === 0
      ? []
      : [{ pointer: `/template/${part}`, code: 'campaigns.unknown-placeholder' as const, facts }];
  });
  if (errors.length > 0) throw new DomainError('invalid', 'campaigns.unknown-placeholder', errors[0]?.facts, errors);
}
