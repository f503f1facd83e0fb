/** Files chosen, pasted or dropped: checked against what the channel takes before anything is uploaded. */
import { useToast } from '@nuxt/ui/composables/useToast'
import { useDraft } from './use_draft.ts'
import { useFormats } from './use_formats.ts'
import { useI18n } from './i18n.ts'
import { dropUpload, startUpload } from './use_uploads.ts'

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
    const most = Math.min(limit() ?? mostBytes, mostBytes)
    for (const file of files) {
      if (draft.value.uploads.length >= mostFiles)
        return refuse(t('composer.too_many', { n: mostFiles }))
      if (file.size === 0) refuse(t('composer.empty_file', { name: file.name }))
      else if (file.size > most)
        refuse(
          t('composer.too_big', { name: file.name, size: bytes(file.size), most: bytes(most) })
        )
      else draft.value.uploads.push(startUpload(file).id)
    }
  }

  function detach(id: string): void {
    draft.value.uploads = draft.value.uploads.filter((one) => one !== id)
    dropUpload(id)
  }

  return { attach, detach }
}
