/** A plan → the bytes of the letter, as a stream: the same bytes for the same plan. Files flow from the media store. */
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { MediaStore } from '@svyaz/core'
import type { LetterFile, LetterPlan } from './op_to_letter.ts'

export type OpenMedia = Pick<MediaStore, 'open'>

export function composeLetter(plan: LetterPlan, media: OpenMedia): Readable {
  const composer = new MailComposer({
    messageId: `<${plan.messageId}>`,
    date: new Date(plan.date),
    from: plan.from,
    to: plan.to,
    ...(plan.cc.length === 0 ? {} : { cc: plan.cc }),
    subject: plan.subject,
    text: plan.text,
    html: plan.html,
    headers: plan.headers,
    baseBoundary: plan.callId,
    attachments: plan.files.map((file) => ({
      filename: file.name,
      contentType: file.mime,
      contentDisposition: 'attachment',
      content: fileStream(file, media),
    })),
    ...(plan.inReplyTo === '' ? {} : { inReplyTo: `<${plan.inReplyTo}>` }),
    ...(plan.references.length === 0 ? {} : { references: plan.references.map((id) => `<${id}>`) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().createReadStream()
}

/** What the letter will weigh on the wire, a little generously: servers compare it with their limit before the body. */
export function letterBytes(plan: LetterPlan): number {
  const files = plan.files.reduce((sum, file) => sum + Math.ceil(file.bytes * 1.37) + 600, 0)
  return (
    files + Math.ceil((Buffer.byteLength(plan.text) + Buffer.byteLength(plan.html)) * 1.37) + 4000
  )
}

/** Opened when its turn comes, so that ten files don't hold ten handles. */
function fileStream(file: LetterFile, media: OpenMedia): Readable {
  return Readable.from(
    (async function* read() {
      const { stream } = await media.open(file.media)
      yield* stream
    })(),
    { objectMode: false }
  )
}
