import type { Letter } from './letter.ts';
import { type Matter, needed } from './matter.ts';
import { dateIn, type Template } from './words.ts';

export const toCustomer: Readonly<Record<string, Template>> = {
  'contract.ending': (matter) => {
    const { number, title } = needed(matter.contract, 'contract');
    const on = dateIn(matter, 'endsOn');
    return {
      en: {
        subject: `Your contract ${number} ends on ${on}`,
        paragraphs: [`Your contract ${number} (${title}) ends on ${on}. We would be glad to go on working with you.`],
      },
      'zh-CN': {
        subject: `您的合同 ${number} 将于 ${on} 到期`,
        paragraphs: [`您的合同 ${number}（${title}）将于 ${on} 到期，期待与您继续合作。`],
      },
    };
  },
  'ticket.answered': (matter) => {
    const { number, subject } = needed(matter.ticket, 'ticket');
    const words = needed(matter.words, 'answer');
    return {
      en: { subject: `Re: ${number} ${subject}`, paragraphs: [words] },
      'zh-CN': { subject: `答复：${number} ${subject}`, paragraphs: [words] },
    };
  },
  'ticket.resolved': (matter) => {
    const { number, subject, solution } = needed(matter.ticket, 'ticket');
    const result = solution === undefined ? [] : [solution];
    return {
      en: {
        subject: `Resolved: ${number} ${subject}`,
        paragraphs: [
          `Your request ${number} has been resolved.`,
          ...result,
          'If something is still open, please tell us within 7 days and we will take it up again.',
        ],
        link: answer(matter, 'Tell us whether it helped'),
      },
      'zh-CN': {
        subject: `已解决：${number} ${subject}`,
        paragraphs: [`您的请求 ${number} 已处理完毕。`, ...result, '如仍有问题，请在 7 天内告知我们，我们会继续处理。'],
        link: answer(matter, '告诉我们是否解决'),
      },
    };
  },
  'ticket.survey': (matter) => {
    const { number, subject } = needed(matter.ticket, 'ticket');
    return {
      en: {
        subject: `Are you satisfied? ${number} ${subject}`,
        paragraphs: [
          `We have resolved your request ${number}. Were you satisfied with the result?`,
          'If you were not, please tell us what is missing and we will take it up again.',
        ],
        link: answer(matter, 'Answer now'),
      },
      'zh-CN': {
        subject: `您是否满意？${number} ${subject}`,
        paragraphs: [
          `您的请求 ${number} 已处理完毕，您对结果是否满意？`,
          '如不满意，请告知我们还缺少什么，我们会继续处理。',
        ],
        link: answer(matter, '立即评价'),
      },
    };
  },
};

function answer({ surveyUrl }: Matter, label: string): Letter['link'] {
  return surveyUrl === undefined ? undefined : { label, url: surveyUrl };
}
