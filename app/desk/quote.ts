import { Problem } from '#app/http/problem'
import { excerpt } from '#app/intake/excerpt'
import { chatKey, externalId, type SendOp, type Sql } from '@svyaz/core'
import { findQuoted, type Quoted } from './queries/find_quoted.js'

export type Quote = { readonly of: Quoted; readonly ref: NonNullable<SendOp['replyTo']> }

/** The message that is answered, as the channel needs it: it must be known there under an id. */
export async function quote(
  tx: Sql,
  company: string,
  dialog: string,
  message: string
): Promise<Quote> {
  const of = await findQuoted(tx, company, dialog, message)
  if (!of) throw new Problem(422, 'E_REPLY_UNKNOWN')
  if (of.externalId === null || of.chat === null) throw new Problem(422, 'E_REPLY_NOT_SENT')
  const ref = {
    id: externalId(of.externalId),
    chat: chatKey(of.chat),
    fromUs: of.fromUs,
    at: of.at,
    ...(of.data === null ? {} : { data: of.data }),
    excerpt: excerpt(of.text, 500),
  }
  return { of, ref }
}
