/** A letter over the account's limit: its headers and text as a small letter of their own, attachments left where they are. */
import type { ImapFlow, MessageStructureObject } from 'imapflow'
import type { LetterPart } from './letter.ts'
import { headerEnd } from './mime_parts.ts'
import { fileName } from './names.ts'

const longestText = 1_048_576

export async function cutLetter(
  client: ImapFlow,
  uid: number
): Promise<{ raw: Buffer; parts: readonly LetterPart[] } | undefined> {
  const found = await client.fetchOne(
    String(uid),
    { uid: true, headers: true, bodyStructure: true },
    { uid: true }
  )
  if (found === false || found.headers === undefined || found.bodyStructure === undefined)
    return undefined
  const leaves = leavesOf(found.bodyStructure)
  const body =
    leaves.find((leaf) => isText(leaf, 'text/plain')) ??
    leaves.find((leaf) => isText(leaf, 'text/html'))
  const text = body === undefined ? '' : await textOf(client, uid, body)
  const type = body?.type === 'text/html' ? 'text/html' : 'text/plain'
  return {
    raw: Buffer.concat([
      ownHeaders(found.headers),
      Buffer.from(
        `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`
      ),
      Buffer.from(text),
    ]),
    parts: leaves.filter((leaf) => leaf !== body && !isText(leaf, 'text/html')).map(partOf),
  }
}

function leavesOf(node: MessageStructureObject): MessageStructureObject[] {
  return node.childNodes === undefined || node.type === 'message/rfc822'
    ? [node]
    : node.childNodes.flatMap(leavesOf)
}

function isText(leaf: MessageStructureObject, type: string): boolean {
  return leaf.type === type && leaf.disposition !== 'attachment'
}

async function textOf(
  client: ImapFlow,
  uid: number,
  leaf: MessageStructureObject
): Promise<string> {
  const download = await client.download(String(uid), leaf.part ?? '1', {
    uid: true,
    maxBytes: longestText,
  })
  const chunks: Buffer[] = []
  if (download.content === undefined) return ''
  for await (const chunk of download.content) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

/** Without what described the body that isn't there. */
function ownHeaders(headers: Buffer): Buffer {
  const text = headers.toString('latin1')
  const head = text.slice(0, headerEnd(text, 0, text.length)).trimEnd()
  const kept = head.replace(
    /^(?:content-type|content-transfer-encoding|mime-version):[^\n]*\n?(?:[ \t][^\n]*\n?)*/gim,
    ''
  )
  return Buffer.from(`${kept.trimEnd()}\r\nMIME-Version: 1.0\r\n`, 'latin1')
}

function partOf(leaf: MessageStructureObject): LetterPart {
  const name = leaf.dispositionParameters?.['filename'] ?? leaf.parameters?.['name']
  return {
    name: fileName(name, leaf.type),
    mime: leaf.type,
    // Base64 on the wire; what it is worth decoded.
    bytes:
      leaf.size === undefined
        ? undefined
        : Math.round(leaf.size * (leaf.encoding === 'base64' ? 0.73 : 1)),
    cid: leaf.id?.replace(/^<|>$/g, ''),
    part: leaf.part,
    ref: undefined,
  }
}
