/** Whether a voice message is being recorded in the open dialog, and why it can't be. */
import type { KindLimits } from '@app/inbox/views'
import { computed, ref } from 'vue'
import { useI18n } from '../i18n.ts'
import { startUpload } from '../use_uploads.ts'
import { draftOf } from './drafts.ts'
import { microphoneFor, type MicrophoneTrouble } from './microphone.ts'

export function useVoice(of: () => { readonly dialog: string; readonly kinds: KindLimits }) {
  const { t } = useI18n()
  /** In which dialog, so that another one has its own field. */
  const begun = ref<{ readonly dialog: string; readonly held: boolean } | null>(null)
  const trouble = ref<MicrophoneTrouble | null>(null)
  const microphone = computed(() => microphoneFor(of().kinds))
  const recording = computed(() => (begun.value?.dialog === of().dialog ? begun.value : null))

  function start(held: boolean): void {
    if (recording.value !== null) return
    trouble.value = null
    begun.value = { dialog: of().dialog, held }
  }

  function end(why: MicrophoneTrouble | null = null): void {
    begun.value = null
    trouble.value = why
  }

  /** Another dialog was opened meanwhile: nothing that was said is lost, it waits there as a file. */
  const keepIn = (dialog: string) => (voice: File) => {
    if (begun.value?.dialog === dialog) begun.value = null
    draftOf(dialog).uploads.push(startUpload(voice, 'voice').id)
  }

  return {
    recording,
    trouble,
    mime: computed(() => ('mime' in microphone.value ? microphone.value.mime : null)),
    none: computed(() =>
      'why' in microphone.value ? t(`composer.voice.none.${microphone.value.why}`) : ''
    ),
    start,
    end,
    keepIn,
  }
}
