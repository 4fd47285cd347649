import { type Route, route } from '#functions/http/contract.ts';
import { getMailContract, listMailsContract } from './contract.ts';
import { getMail } from './get-mail.ts';
import { listMails } from './list-mails.ts';

export const routes: readonly Route[] = [route(listMailsContract, listMails), route(getMailContract, getMail)];
