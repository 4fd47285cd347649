import type { Letter } from './letter.ts';
import { toCustomer } from './letters-to-customers.ts';
import { toStaff } from './letters-to-staff.ts';
import { type Matter, Unrenderable } from './matter.ts';

/** The letter of a kind in the recipient's language. Customers and staff are told the same thing in other words. */
export function letterOf(kind: string, matter: Matter): Letter {
  const template = (matter.recipient.isStaff ? toStaff : toCustomer)[kind];
  if (template === undefined) {
    throw new Unrenderable(`${kind} has no words for ${matter.recipient.isStaff ? 'staff' : 'customers'}`);
  }
  const { locale, company, recipient } = matter;
  const zh = locale === 'zh-CN';
  const greeting = zh
    ? `${recipient.name}，${recipient.isStaff ? '你好' : '您好'}：`
    : `${recipient.isStaff ? 'Hello' : 'Dear'} ${recipient.name},`;
  const closing = recipient.isStaff
    ? zh
      ? `此邮件由 ${company} 的客户关系系统发送。`
      : `Sent by the customer relations system of ${company}.`
    : company;
  return { greeting, closing, ...template(matter)[locale] };
}
