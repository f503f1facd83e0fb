/** Files chosen, pasted or dropped: checked against what the channel takes before anything is uploaded. */
import type { KindLimits } from '@app/inbox/views'
import type { FileKind } from '@svyaz/core'
import { useToast } from '@nuxt/ui/composables/useToast'
import { draftOf } from './composer/drafts.ts'
import { mainRefusal, waysOf, type FileRefusal } from './composer/file_limits.ts'
import { useFormats } from './use_formats.ts'
import { useI18n } from './i18n.ts'
import { dropUpload, findUpload, startUpload } from './use_uploads.ts'

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

  function words(file: File, refusal: FileRefusal): string {
    const channel = inSentence(to().channel, language.value)
    if (refusal.why !== 'size') return t(`composer.refused.${refusal.why}`, { channel })
    const size = sizeOver(file.size, refusal.most)
    return t('composer.refused.size', { channel, size, most: bytes(refusal.most) })
  }

  function attach(files: Iterable<File>): void {
    const { dialog, kinds } = to()
    for (const file of files) {
      const draft = draftOf(dialog)
      if (draft.uploads.length >= mostFiles)
        return refuse(t('composer.too_many', { n: mostFiles }), file.name)
      const facts = { mime: file.type || 'application/octet-stream', bytes: file.size }
      const [as] = waysOf(facts, kinds)
      if (as === undefined) refuse(words(file, mainRefusal(facts, kinds)), file.name)
      else draft.uploads.push(startUpload(file, as).id)
    }
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

  return { attach, detach, move, sendAs }
}

/** «чат на сайте принимает», but «WhatsApp принимает». */
function inSentence(name: string, language: string): string {
  return language === 'ru' && /^\p{Script=Cyrillic}\p{Ll}/u.test(name)
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name
}
