/** An attachment that was left in the mailbox, as a stream. */
import { PassThrough, Readable } from 'node:stream'
import type { ImapFlow } from 'imapflow'
import { Failure } from '@svyaz/core'
import type { Call, RemoteMedia } from '@svyaz/core'
import type { SideConnection } from '../connect/side.ts'
import { lostConnection, toFailure } from '../failures.ts'
import { remotePartSchema } from './place.ts'
import type { RemotePart } from './place.ts'

/** Resolves when the first bytes may flow; the connection is held until the stream ends. */
export function downloadPart(
  remote: RemoteMedia,
  call: Pick<Call, 'signal'>,
  side: SideConnection
): Promise<ReadableStream<Uint8Array>> {
  const parsed = remotePartSchema.safeParse(remote.remote)
  if (!parsed.success) return Promise.reject(gone())
  return new Promise((resolve, reject) => {
    side
      .use(call.signal, async (client) => {
        const lock = await client.getMailboxLock(parsed.data.folder, { readOnly: true })
        try {
          const content = await open(client, parsed.data)
          const through = new PassThrough()
          resolve(Readable.toWeb(through) as ReadableStream<Uint8Array>)
          await flow(content, through)
        } finally {
          lock.release()
        }
      })
      .catch((error: unknown) => reject(toFailure(error) ?? lostConnection(error)))
  })
}

/** An error reaches whoever reads; a reader who leaves ends the download. */
function flow(content: Readable, through: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    content.once('error', (error) => through.destroy(error))
    through.once('close', () => {
      content.destroy()
      resolve()
    })
    through.once('finish', resolve)
    content.pipe(through)
  })
}

async function open(client: ImapFlow, wanted: RemotePart): Promise<Readable> {
  const uid = await currentUid(client, wanted)
  const part = wanted.part === 'letter' ? undefined : wanted.part
  const download = await client.download(String(uid), part, { uid: true, decodeText: false })
  if (download.content === undefined) throw gone()
  return download.content
}

/** After the folder was made anew the letter is found by its Message-ID. */
async function currentUid(client: ImapFlow, wanted: RemotePart): Promise<number> {
  const validity = client.mailbox === false ? '' : String(client.mailbox.uidValidity)
  if (validity === wanted.uidValidity) return wanted.uid
  if (wanted.messageId === undefined) throw gone()
  const found = await client.search(
    { header: { 'message-id': `<${wanted.messageId}>` } },
    { uid: true }
  )
  const uid = Array.isArray(found) ? found.at(-1) : undefined
  if (uid === undefined) throw gone()
  return uid
}

function gone(): Failure {
  return new Failure('rejected', {
    code: 'E_EMAIL_LETTER_GONE',
    reason: {
      ru: 'Письма больше нет в ящике, вложение загрузить нельзя. Попросите клиента прислать его ещё раз.',
      en: 'The letter is no longer in the mailbox; the attachment cannot be fetched. Ask the client to send it again.',
    },
  })
}
