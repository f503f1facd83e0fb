/** Files chosen, pasted or dropped: checked against what the channel takes before anything is uploaded. */
import { useToast } from '@nuxt/ui/composables/useToast'
import { useDraft } from './use_draft.ts'
import { useFormats } from './use_formats.ts'
import { useI18n } from './i18n.ts'
import type { UploadView } from '@app/inbox/views'
import { dropUpload, keepStored, startUpload } from './use_uploads.ts'

const mostFiles = 10
/** What our own server takes, whatever the channel. */
const mostBytes = 100 * 1_048_576

export function useAttach(dialog: () => string, limit: () => number | null) {
  const { t } = useI18n()
  const { bytes } = useFormats()
  const toast = useToast()
  const { draft } = useDraft(dialog)

  const refuse = (words: string): void =>
    void toast.add({ title: words, color: 'error', duration: 12_000 })

  function attach(files: Iterable<File>): void {
    for (const file of files) {
      if (!hasRoom()) return
      if (file.size === 0) refuse(t('composer.empty_file', { name: file.name }))
      else if (fits(file.name, file.size)) draft.value.uploads.push(startUpload(file).id)
    }
  }

  /** Files of a quick reply: the server has them. */
  function attachStored(files: readonly UploadView[]): void {
    for (const file of files) {
      if (!hasRoom()) return
      if (fits(file.name, file.bytes)) draft.value.uploads.push(keepStored(file).id)
    }
  }

  function hasRoom(): boolean {
    if (draft.value.uploads.length < mostFiles) return true
    refuse(t('composer.too_many', { n: mostFiles }))
    return false
  }

  function fits(name: string, size: number): boolean {
    const most = Math.min(limit() ?? mostBytes, mostBytes)
    if (size <= most) return true
    refuse(t('composer.too_big', { name, size: bytes(size), most: bytes(most) }))
    return false
  }

  function detach(id: string): void {
    draft.value.uploads = draft.value.uploads.filter((one) => one !== id)
    dropUpload(id)
  }

  return { attach, attachStored, detach }
}
