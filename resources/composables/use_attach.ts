/** Files chosen, pasted or dropped: checked against what the channel takes before anything is uploaded. */
import type { KindLimits } from '@app/inbox/views'
import type { FileKind } from '@svyaz/core'
import { useToast } from '@nuxt/ui/composables/useToast'
import { draftOf } from './composer/drafts.ts'
import { mainRefusal, waysOf, type FileRefusal } from './composer/file_limits.ts'
import { useFormats } from './use_formats.ts'
import { useI18n } from './i18n.ts'
import type { UploadView } from '@app/inbox/views'
import { dropUpload, findUpload, keepStored, startUpload } from './use_uploads.ts'

const mostFiles = 10
const megabyte = 1_048_576

export type AttachTo = {
  readonly dialog: string
  readonly kinds: KindLimits
  /** Of the messenger, for the words. */
  readonly channel: string
}

export function useAttach(to: () => AttachTo) {
  const { t, language } = useI18n()
  const { number, bytes } = useFormats()
  const toast = useToast()

  const refuse = (title: string, name: string): void =>
    void toast.add({ title, description: name, color: 'error', duration: 12_000 })

  /** Never rounded down to its own limit. */
  function sizeOver(size: number, most: number): string {
    if (bytes(size) !== bytes(most)) return bytes(size)
    return t('size.mb', { n: number(Math.ceil((size / megabyte) * 10 + 0.1) / 10) })
  }

  function words(bytesOf: number, refusal: FileRefusal): string {
    const channel = inSentence(to().channel, language.value)
    if (refusal.why !== 'size') return t(`composer.refused.${refusal.why}`, { channel })
    const size = sizeOver(bytesOf, refusal.most)
    return t('composer.refused.size', { channel, size, most: bytes(refusal.most) })
  }

  type Facts = { readonly name: string; readonly mime: string; readonly bytes: number }

  /** `make`: an upload of it, as what the channel takes. */
  function add(facts: Facts, make: (as: FileKind) => { readonly id: string }): boolean {
    const { dialog, kinds } = to()
    const draft = draftOf(dialog)
    if (draft.uploads.length >= mostFiles) {
      refuse(t('composer.too_many', { n: mostFiles }), facts.name)
      return false
    }
    const [as] = waysOf(facts, kinds)
    if (as === undefined) refuse(words(facts.bytes, mainRefusal(facts, kinds)), facts.name)
    else draft.uploads.push(make(as).id)
    return true
  }

  function attach(files: Iterable<File>): void {
    for (const file of files) {
      const mime = file.type || 'application/octet-stream'
      const facts = { name: file.name, mime, bytes: file.size }
      if (!add(facts, (as) => startUpload(file, as))) return
    }
  }

  /** Files of a quick reply: the server has them. */
  function attachStored(files: readonly UploadView[]): void {
    for (const file of files) if (!add(file, () => keepStored(file))) return
  }

  function detach(id: string): void {
    const draft = draftOf(to().dialog)
    draft.uploads = draft.uploads.filter((one) => one !== id)
    dropUpload(id)
  }

  /** To the place of that other one. */
  function move(id: string, at: number): void {
    const draft = draftOf(to().dialog)
    const rest = draft.uploads.filter((one) => one !== id)
    const place = Math.max(0, Math.min(rest.length, at))
    if (draft.uploads[place] !== id) draft.uploads = rest.toSpliced(place, 0, id)
  }

  function sendAs(id: string, as: FileKind): void {
    const upload = findUpload(id)
    if (upload !== undefined) upload.as = as
  }

  return { attach, attachStored, detach, move, sendAs }
}

/** «чат на сайте принимает», but «WhatsApp принимает». */
function inSentence(name: string, language: string): string {
  return language === 'ru' && /^\p{Script=Cyrillic}\p{Ll}/u.test(name)
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name
}
