/**
 * How a field's value stands in the audit. `plain`: as it is, which ciphertext too may be. `name`: of a person, so its
 * first character. `party`: plain of a company, a name of a person. `text`: what was typed, so its length and digest.
 * `own`: a field of the company's own, in which texts are typed. `hidden`: that it changed. `kept`: the system's own notes,
 * which are no change to anybody.
 */
export type Treatment = 'plain' | 'name' | 'party' | 'text' | 'own' | 'hidden' | 'kept';

export interface Kind {
  /** By the field's path, its parts divided by `/`; the path above it counts where it has none of its own. */
  readonly fields: Readonly<Record<string, Treatment>>;
  /** Of what is not named: hidden, so that a field that comes later shows no value before somebody has thought of it. */
  readonly others?: Treatment;
  /** Fields whose parts are compared one by one. */
  readonly parts?: readonly string[];
  /** Where a stored name is not the field's. */
  readonly stored?: Readonly<Record<string, string>>;
  /** The field that says why. */
  readonly reason?: string;
  /** Whose audit it belongs to, where many small things are looked at as one. */
  readonly subject?: string;
  /** The field that names the customer (of an attachment: the record) whose it is, where his id is not in the item's key. */
  readonly customer?: string;
}

const all = (treatment: Treatment, ...fields: readonly string[]): Record<string, Treatment> =>
  Object.fromEntries(fields.map((field) => [field, treatment]));

/** What every record has, and nobody changes by itself; and when it was emptied with the person whom it was about. */
const stamps = {
  ...all('kept', 'id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'),
  ...all('plain', 'erasedAt'),
};

const person = (prefix = ''): Record<string, Treatment> => ({
  // `opened` never stands in a row: it is beside the values of one that was opened.
  ...all('kept', `${prefix}id`, `${prefix}version`, `${prefix}opened`),
  ...all('plain', `${prefix}sealed`),
  // A person is erased with his key: what is sealed under it may stay here, the key may not.
  ...all('kept', `${prefix}sealed/key`),
  ...all('name', `${prefix}name`),
  ...all('hidden', ...['mobile', 'landline', 'mobileE164', 'landlineE164', 'email', 'wechat'].map((f) => prefix + f)),
  ...all('plain', ...['title', 'locale', 'preferredChannel', 'marketingEvery'].map((field) => prefix + field)),
  ...all('kept', `${prefix}emailSince`),
  ...all(
    'plain',
    ...['doNotContact', 'emailBouncedAt', 'archivedAt', 'erasedAt', 'isMain'].map((field) => prefix + field),
  ),
});

/** What is audited, by the kinds that store/audited.ts knows by their keys. */
export const kinds: Readonly<Record<string, Kind>> = {
  customer: {
    fields: {
      ...stamps,
      ...person('mainContact/'),
      ...all('kept', 'marks', 'graded', 'opened'),
      ...all('plain', 'sealed'),
      ...all('kept', 'sealed/key'),
      ...all('party', 'name', 'address'),
      ...all('name', 'contactName'),
      ...all('text', 'nextFollowUpPlan'),
      ...all('own', 'fields'),
      ...all('plain', 'number', 'kind', 'industry', 'level', 'source', 'buyerType', 'ownerId', 'departmentId'),
      ...all('plain', 'collaboratorIds', 'tags', 'parentId', 'externalIds', 'verifiedAt', 'deletedAt'),
      ...all('plain', 'mergedInto', 'mergeId'),
    },
    parts: ['mainContact', 'mainContact/sealed', 'sealed', 'address', 'fields'],
  },
  contact: { fields: { ...stamps, ...person() }, parts: ['sealed'] },
  consent: {
    fields: { ...stamps, ...all('text', 'source'), ...all('kept', 'recordedAt', 'recordedBy') },
    others: 'plain',
  },
  'hand-over': {
    fields: { ...stamps, ...all('kept', 'at', 'actorId', 'reason') },
    others: 'plain',
    reason: 'reason',
  },
  note: {
    fields: {
      ...stamps,
      ...all('plain', 'sealed', 'kind', 'state', 'customerId', 'contactId', 'notedAt'),
      ...all('kept', 'sealed/key'),
      ...all('text', 'text'),
    },
    parts: ['sealed'],
  },
  reveal: {
    fields: { ...stamps, ...all('plain', 'fields', 'contactId'), ...all('kept', 'at', 'actorId', 'reason') },
    reason: 'reason',
  },
  field: { fields: stamps, others: 'plain', subject: 'fields' },
  tag: { fields: stamps, others: 'plain', subject: 'tags' },
  completeness: { fields: stamps, others: 'plain', subject: 'completeness' },
  'list-entry': { fields: stamps, others: 'plain', subject: 'lists' },
  company: { fields: stamps, others: 'plain', subject: 'company' },
  department: { fields: stamps, others: 'plain' },
  member: { fields: { ...stamps, ...all('name', 'name'), ...all('hidden', 'email') }, others: 'plain' },
  'work-profile': { fields: stamps, others: 'plain' },
  queue: { fields: { ...stamps, ...all('kept', 'looksAt') }, others: 'plain' },
  merge: {
    fields: {
      ...stamps,
      ...all('plain', 'survivorId', 'loserIds', 'picks', 'state'),
      ...all('kept', 'ownDone', 'waitingFor', 'moved', 'kept', 'attempts', 'settled'),
    },
    customer: 'survivorId',
  },
  erasure: {
    fields: {
      ...stamps,
      ...all('plain', 'customerId', 'contactIds', 'scope', 'basis', 'forced', 'state', 'erased', 'suppressed'),
      ...all('plain', 'ownerId', 'departmentId', 'certificate'),
      ...all('kept', 'waitingFor', 'attempts', 'settled', 'reason', 'emailKeys'),
    },
    reason: 'reason',
    customer: 'customerId',
  },
  attachment: {
    fields: {
      ...stamps,
      ...all('plain', 'subjectId', 'messageId', 'contactId', 'contentType', 'sizeBytes', 'sha256', 'kind', 'state'),
      ...all('plain', 'reason', 'internal', 'archivedAt', 'erasedAt'),
      ...all('text', 'name'),
    },
    customer: 'subjectId',
  },
  export: {
    fields: {
      ...stamps,
      ...all('plain', 'of', 'format', 'state', 'files', 'requester'),
      // Of everything about one person.
      ...all('plain', 'customerId', 'contactId', 'locale', 'counts', 'leftOut'),
      // It may hold the number or the address that somebody looked for.
      ...all('text', 'query'),
      ...all('plain', 'sealed'),
      ...all('kept', 'sealed/key', 'opened', 'cursor', 'emailKeys'),
    },
    parts: ['sealed'],
    customer: 'customerId',
  },
  interaction: {
    fields: {
      ...stamps,
      ...all('plain', 'customerId', 'contactId', 'channel', 'direction', 'occurredAt', 'durationMinutes'),
      ...all('text', 'summary', 'needs', 'feedback', 'corrections'),
    },
    customer: 'customerId',
  },
  'follow-up': {
    fields: {
      ...stamps,
      ...all('plain', 'customerId', 'ownerId', 'state', 'dueAt', 'due', 'lead', 'interactionId', 'closedAt'),
      ...all('text', 'subject'),
      ...all('kept', 'remindedAt', 'overdue', 'turn', 'dueSetAt', 'reason'),
    },
    stored: { c: 'customerId', s: 'state' },
    reason: 'reason',
    customer: 'customerId',
  },
  /** Who deleted what: the end of the item's own chain does not say so. */
  removal: { fields: { ...stamps, ...all('plain', 'customerId') }, customer: 'customerId' },
  contract: {
    fields: {
      ...stamps,
      ...all('plain', 'number', 'customerId', 'ownerId', 'kind', 'title', 'state', 'zone', 'terms', 'noticePeriod'),
      ...all('plain', 'renewal', 'remindCustomer', 'externalNumber', 'notice', 'amount', 'startsOn', 'termination/on'),
      ...all('kept', 'said', 'mailed', 'termination/reason'),
    },
    parts: ['termination'],
    reason: 'termination/reason',
    customer: 'customerId',
  },
  ticket: {
    fields: {
      ...stamps,
      ...all('plain', 'number', 'customerId', 'contactId', 'kind', 'severity', 'priority', 'channel', 'tags', 'state'),
      ...all('plain', 'waitingFor', 'cycle', 'departmentId', 'assigneeId', 'continuesId', 'openedBy', 'terms'),
      ...all('plain', 'impact', 'urgency', 'category', 'links', 'mergedIntoId', 'mergedIds', 'watcherIds', 'routed'),
      ...all('plain', 'handlingDue/at'),
      ...all('text', 'subject', 'description', 'solution', 'prevention', 'history', 'handlingDue/reason'),
      ...all('hidden', 'requester'),
      ...all('plain', 'sealed'),
      ...all('kept', 'sealed/key', 'opened'),
      ...all('kept', 'told', 'escalations', 'quietVersions'),
    },
    parts: ['handlingDue', 'sealed'],
    customer: 'customerId',
  },
  'special-process': {
    fields: {
      ...stamps,
      ...all('plain', 'number', 'customerId', 'state', 'cycle', 'trigger', 'jointOwnerId', 'isChosen', 'memberIds'),
      ...all('plain', 'results', 'outcome'),
      ...all('text', 'reason', 'measures', 'history'),
      ...all('kept', 'ticketId', 'quietVersions', 'nextDueAt'),
    },
    customer: 'customerId',
  },
  policy: { fields: stamps, others: 'plain', subject: 'policies' },
  calendar: { fields: stamps, others: 'plain', subject: 'calendars' },
  routing: { fields: stamps, others: 'plain', subject: 'routing' },
  'canned-answer': {
    fields: {
      ...stamps,
      ...all('plain', 'title', 'shortcut', 'kinds', 'departmentId', 'tags', 'archivedAt'),
      ...all('text', 'body'),
      ...all('kept', 'locales'),
    },
    parts: ['body'],
  },
  campaign: {
    fields: { ...stamps, ...all('plain', 'name', 'audience', 'state', 'startedAt', 'completedAt') },
    others: 'text',
  },
};

/** What is looked at as one and has no id. */
export const namedSubjects = Object.values(kinds).flatMap(({ subject }) => subject ?? []);

/** Of what says of itself that it is audited: only that it was written, and why. */
const unknownKind: Kind = { fields: stamps, reason: 'reason' };

export function kindOf(kind: string): Kind {
  return kinds[kind] ?? unknownKind;
}

/** A field's treatment is its own or that of the nearest field above it. */
export function treatmentOf({ fields, others = 'hidden' }: Kind, path: string): Treatment {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = fields[at];
    if (found !== undefined) return found;
    if (!at.includes('/')) return others;
  }
}
