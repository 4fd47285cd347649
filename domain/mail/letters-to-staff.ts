import { formatInstant } from '../shared/format.ts';
import { manyMissed, manyNear } from './letters-of-many.ts';
import { type Matter, needed } from './matter.ts';
import { dateIn, instantIn, named, rowsOf, type Template, targetIn } from './words.ts';

export const toStaff: Readonly<Record<string, Template>> = {
  'follow-up.due': followUp({
    en: { subject: 'Follow-up due', says: 'This follow-up is due.' },
    'zh-CN': { subject: '跟进到期', says: '以下跟进已到期。' },
  }),
  'follow-up.overdue': followUp({
    en: { subject: 'Follow-up overdue', says: 'This follow-up has been open for 24 hours since it fell due.' },
    'zh-CN': { subject: '跟进逾期', says: '以下跟进到期已超过 24 小时，仍未完成。' },
  }),
  'customer.silent': (matter) => {
    const silent = needed(matter.silent, 'silent customers');
    const rows = silent.map((each) => [named(each), formatInstant(each.since, matter.locale, matter.zone)] as const);
    return {
      en: {
        subject: `${silent.length === 1 ? '1 customer' : `${silent.length} customers`} without contact for 7 days`,
        paragraphs: ['You have not been in contact with these customers since:'],
        rows,
      },
      'zh-CN': {
        subject: `${silent.length} 位客户已 7 天未联系`,
        paragraphs: ['以下客户自所列时间起未有联系：'],
        rows,
      },
    };
  },
  'contract.ending': (matter) => {
    const { number } = needed(matter.contract, 'contract');
    const on = dateIn(matter, 'endsOn');
    const days = Number(needed(matter.facts['daysLeft'], 'daysLeft'));
    return {
      en: {
        subject: `Contract ${number} ends in ${days === 1 ? '1 day' : `${days} days`}`,
        paragraphs: [`This contract ends on ${on}. Renew it or agree on its end with the customer in time.`],
        rows: contractRows(matter, on),
      },
      'zh-CN': {
        subject: `合同 ${number} 将在 ${days} 天后到期`,
        paragraphs: [`以下合同将于 ${on} 到期，请及时与客户商定续约或终止。`],
        rows: contractRows(matter, on),
      },
    };
  },
  'contract.ended': (matter) => {
    const { number } = needed(matter.contract, 'contract');
    const on = dateIn(matter, 'endsOn');
    return {
      en: {
        subject: `Contract ${number} has ended`,
        paragraphs: [`This contract ended on ${on} and was neither renewed nor terminated.`],
        rows: contractRows(matter, on),
      },
      'zh-CN': {
        subject: `合同 ${number} 已到期`,
        paragraphs: [`以下合同已于 ${on} 到期，既未续约也未终止。`],
        rows: contractRows(matter, on),
      },
    };
  },
  'ticket.warning': ticketOrMany(manyNear, (target) => ({
    en: { subject: 'Deadline near', says: `Three quarters of the time for the ${target} have passed.` },
    'zh-CN': { subject: '工单即将超时', says: `该工单的${target}时限已过四分之三。` },
  })),
  'ticket.escalated': ticketOrMany(manyMissed, (target) => ({
    en: { subject: 'Deadline missed', says: `The deadline for the ${target} has passed. Please see to it.` },
    'zh-CN': { subject: '工单已超时', says: `该工单的${target}时限已过，请尽快处理。` },
  })),
  'ticket.resolved': ticket(() => ({
    en: { subject: 'Resolved', says: 'This ticket was resolved.' },
    'zh-CN': { subject: '工单已解决', says: '该工单已解决。' },
  })),
  'ticket.call': ticket(() => ({
    en: {
      subject: 'Please phone',
      says: 'The contact has no e-mail address. Please phone, tell the result and ask whether all is well.',
    },
    'zh-CN': { subject: '请电话回访', says: '联系人没有邮箱，请致电告知处理结果并询问是否满意。' },
  })),
  'ticket.dissatisfied': ticket(() => ({
    en: { subject: 'Customer not satisfied', says: 'The customer is not satisfied with the solution of this ticket.' },
    'zh-CN': { subject: '客户不满意', says: '客户对该工单的处理结果不满意。' },
  })),
  'member.invited': ({ company }) => ({
    en: {
      subject: `Welcome to ${company}`,
      paragraphs: [`You now have access to the customer relations system of ${company}.`],
    },
    'zh-CN': { subject: `欢迎加入 ${company}`, paragraphs: [`你已获得 ${company} 客户关系系统的访问权限。`] },
  }),
};

interface Saying {
  readonly subject: string;
  readonly says: string;
}
type Sayings = Readonly<Record<'en' | 'zh-CN', Saying>>;

function followUp(sayings: Sayings): Template {
  return (matter) => {
    const { subject, dueAt, owner } = needed(matter.followUp, 'follow-up');
    const customer = matter.customer && named(matter.customer);
    const due = formatInstant(dueAt, matter.locale, matter.zone);
    const head = (said: Saying) => ({ subject: `${said.subject}: ${subject}`, paragraphs: [said.says] });
    return {
      en: {
        ...head(sayings.en),
        rows: rowsOf(['Follow-up', subject], ['Customer', customer], ['Due', due], ['Owner', owner]),
      },
      'zh-CN': {
        ...head(sayings['zh-CN']),
        rows: rowsOf(['跟进', subject], ['客户', customer], ['到期时间', due], ['负责人', owner]),
      },
    };
  };
}

/** A letter of its own, or one for all of a minute. */
function ticketOrMany(many: Template, sayings: (target: string) => Sayings): Template {
  const one = ticket(sayings);
  return (matter) => (matter.tickets === undefined ? one : many)(matter);
}

function ticket(sayings: (target: string) => Sayings): Template {
  return (matter) => {
    const { number, subject } = needed(matter.ticket, 'ticket');
    const said = sayings(targetIn(matter));
    const customer = matter.customer && named(matter.customer);
    const by = matter.facts['by'] === undefined ? undefined : instantIn(matter, 'by');
    const head = (each: Saying) => ({ subject: `${each.subject}: ${number} ${subject}`, paragraphs: [each.says] });
    return {
      en: {
        ...head(said.en),
        rows: rowsOf(
          ['Ticket', `${number} ${subject}`],
          ['Customer', customer],
          ['Deadline', by],
          ['Words', matter.words],
        ),
      },
      'zh-CN': {
        ...head(said['zh-CN']),
        rows: rowsOf(['工单', `${number} ${subject}`], ['客户', customer], ['时限', by], ['客户原话', matter.words]),
      },
    };
  };
}

function contractRows(matter: Matter, on: string) {
  const { number, title } = needed(matter.contract, 'contract');
  const customer = matter.customer && named(matter.customer);
  return matter.locale === 'en'
    ? rowsOf(['Contract', `${number} ${title}`], ['Customer', customer], ['Ends on', on])
    : rowsOf(['合同', `${number} ${title}`], ['客户', customer], ['到期日', on]);
}
