import type { NewCampaign } from '#domain/campaigns/campaign.ts';
import { fieldsAskedBy } from '#domain/shared/template.ts';
import { readPlainFieldIds } from '#store/customers-fields.ts';
import type { Table } from '#store/table.ts';

/** Which of the company's own fields a template may ask for; read only where it asks for any. */
export async function fieldsFor(table: Table, template: NewCampaign['template'] | undefined): Promise<Set<string>> {
  if (template === undefined) return new Set();
  const { subject, html, text = '' } = template;
  return fieldsAskedBy(subject, html, text).length === 0 ? new Set() : await readPlainFieldIds(table);
}
