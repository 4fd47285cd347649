import type { Contract } from '#functions/http/contract.ts';
import * as bulk from './bulk-edit-contracts.ts';
import { cannedAnswerContracts } from './canned-answer-contracts.ts';
import * as flow from './flow-contracts.ts';
import { getTicketFiguresContract } from './get-figures-contract.ts';
import { getSlaContract } from './get-sla-contract.ts';
import * as queues from './queue-contracts.ts';
import * as satisfaction from './satisfaction-contracts.ts';
import { slaContracts } from './sla-contracts.ts';
import * as special from './special-process-contracts.ts';
import * as tickets from './ticket-contracts.ts';
import * as work from './work-contracts.ts';

/** What ties tickets to one another, to those who watch them, and to the customer's signed link. Served beside the others. */
const linkContracts: readonly Contract[] = [
  flow.linkTicketContract,
  flow.unlinkTicketContract,
  flow.mergeTicketContract,
  flow.watchTicketContract,
  flow.unwatchTicketContract,
  satisfaction.showSatisfactionContract,
  satisfaction.answerSatisfactionContract,
];

/** What comes in, sealed where whoever asks is no contact yet. Served beside the others. */
const intakeContracts: readonly Contract[] = [tickets.createTicketContract, flow.splitTicketContract];

/** Whose work a ticket may be. */
const queueContracts: readonly Contract[] = [
  queues.getTicketQueueContract,
  queues.putTicketQueueContract,
  queues.suggestAssigneesContract,
];

/** What is said to the customer, and 常用回复, of which it may be made. Served beside the others. */
const answerContracts: readonly Contract[] = [
  work.respondToTicketContract,
  work.resolveTicketContract,
  ...cannedAnswerContracts,
];

/** Many tickets at once: what finds, tries and changes them is served beside the others. */
const bulkEditContracts: readonly Contract[] = [
  bulk.createTicketBulkEditContract,
  bulk.getTicketBulkEditContract,
  bulk.listRefusedTicketsContract,
];

/** 专项处理流程: what service and account manager do together is served beside the others. */
const specialProcessContracts: readonly Contract[] = [
  special.startSpecialProcessContract,
  special.getSpecialProcessContract,
  special.changeSpecialProcessContract,
  special.listSpecialProcessesContract,
  special.addMeasureContract,
  special.changeMeasureContract,
  special.completeMeasureContract,
  special.dropMeasureContract,
  special.addProcessUpdateContract,
  special.listProcessUpdatesContract,
  special.reportResultContract,
  special.closeSpecialProcessContract,
];

export const contracts: readonly Contract[] = [
  ...intakeContracts,
  tickets.listTicketsContract,
  tickets.getTicketContract,
  tickets.changeTicketContract,
  tickets.assignTicketContract,
  ...answerContracts,
  work.addNoteContract,
  work.listMessagesContract,
  getSlaContract,
  satisfaction.getSatisfactionContract,
  ...queueContracts,
  getTicketFiguresContract,
  work.waitOnTicketContract,
  work.resumeTicketContract,
  work.closeTicketContract,
  work.reopenTicketContract,
  work.acknowledgeEscalationContract,
  work.recordSatisfactionContract,
  flow.classifyTicketContract,
  flow.progressTicketContract,
  flow.recordCustomerMessageContract,
  ...linkContracts,
  ...bulkEditContracts,
  ...specialProcessContracts,
  ...slaContracts,
];

/** What is read of tickets, whose cards need the keys of persons, and their queues. Served beside the others. */
const readingContracts: readonly Contract[] = [
  tickets.listTicketsContract,
  tickets.getTicketContract,
  work.listMessagesContract,
  getSlaContract,
  satisfaction.getSatisfactionContract,
  ...queueContracts,
  getTicketFiguresContract,
];

export {
  answerContracts,
  bulkEditContracts,
  intakeContracts,
  linkContracts,
  readingContracts,
  slaContracts,
  specialProcessContracts,
};
