import { isRemote, type IncomingContent, type IncomingFile } from '@svyaz/core'
import { excerpt } from './excerpt.js'
import type { AttachmentState, Last, Ledger, MessageState } from './ledger.js'

/** What a message's row holds of its content. */
export function rowOf(content: IncomingContent): Pick<MessageState, 'kind' | 'text' | 'label'> {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text.text, label: null }
    case 'files':
      return { kind: 'files', text: content.caption?.text ?? '', label: null }
    case 'unknown':
      return { kind: 'unknown', text: '', label: content.label }
    default:
      content satisfies never
      throw new TypeError('E_CONTENT: content of no known kind')
  }
}

export function filesOf(content: IncomingContent): readonly IncomingFile[] {
  return content.kind === 'files' ? content.files : []
}

/** Notes the files of a message; those still at the messenger are fetched later. */
export function attach(ledger: Ledger, message: MessageState, content: IncomingContent): void {
  filesOf(content).forEach((file, n) => {
    const attachment: AttachmentState = {
      company: message.company,
      message: message.id,
      n,
      file,
      media: isRemote(file.media) ? null : file.media,
      download: null,
      lost: null,
    }
    ledger.attachments.push(attachment)
  })
}

export function lastOf(message: MessageState, files: readonly IncomingFile[]): Last {
  const [file] = files
  const kind = message.kind === 'files' ? (file?.as ?? 'document') : message.kind
  const name = file && (file.name ?? (isRemote(file.media) ? file.media.name : undefined))
  return {
    id: message.id,
    text: excerpt(message.text === '' ? (name ?? '') : message.text),
    kind,
    from: message.sender,
    author: message.author,
    status: message.status,
  }
}
