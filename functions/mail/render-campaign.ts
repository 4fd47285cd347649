import type { Rendered } from '#domain/mail/letter.ts';
import { needed, Unrenderable } from '#domain/mail/matter.ts';
import type { Locale, Text } from '#domain/shared/locale.ts';
import { escapeHtml, fieldsAskedBy, fillHtml, fillText, oneLine, textOf } from '#domain/shared/template.ts';
import { signLink } from '#functions/http/links.ts';
import { readCampaign } from '#store/campaigns.ts';
import { readCustomer } from '#store/customers.ts';
import { readFieldTexts } from '#store/customers-fields.ts';
import type { Addressee, Asked } from './addressee.ts';
import type { MailWorld } from './transport.ts';

const stopWords: Text = { en: 'Unsubscribe from these mails', 'zh-CN': '退订此类邮件' };

/** The campaign's own template, filled for one contact. A way out is in it even if its author left it out. */
export async function renderCampaign(
  { ref, facts }: Asked,
  { to, name, locale }: Addressee,
  world: MailWorld,
): Promise<{ readonly rendered: Rendered; readonly unsubscribeUrl: string }> {
  if (!('contactId' in to)) throw new Unrenderable('campaigns are written to customers');
  const campaignId = String(facts['campaignId'] ?? ref.split('#')[0]);
  const { template } = needed(await readCampaign(world.table, campaignId), 'campaign');
  const customer = needed(await readCustomer(world.table, to.customerId), 'customer');
  const token = signLink(await world.secrets(), 'unsubscribe', `${campaignId} ${to.customerId} ${to.contactId}`);
  const unsubscribeUrl = `${world.publicUrl}/v1/unsubscribe/${token}`;
  const ids = fieldsAskedBy(template.subject, template.html, template.text ?? '');
  const texts = await readFieldTexts(world.table, customer.fields, { ids, locale });
  const values = { ...texts, 'customer.name': customer.name, 'contact.name': name, unsubscribeUrl };
  const html = withWayOut(fillHtml(template.html, values), unsubscribeUrl, locale);
  const text = template.text === undefined ? textOf(html) : fillText(template.text, values);
  return {
    rendered: {
      subject: oneLine(fillText(template.subject, values)),
      html,
      text: text.includes(unsubscribeUrl) ? text : `${text}\n\n${stopWords[locale]}: ${unsubscribeUrl}`,
    },
    unsubscribeUrl,
  };
}

function withWayOut(html: string, url: string, locale: Locale): string {
  const escaped = escapeHtml(url);
  if (html.includes(escaped)) return html;
  const link = `<p style="color:#777;font-size:13px"><a href="${escaped}">${stopWords[locale]}</a></p>`;
  const end = html.search(/<\/body\s*>/i);
  return end < 0 ? `${html}\n${link}` : `${html.slice(0, end)}${link}${html.slice(end)}`;
}
