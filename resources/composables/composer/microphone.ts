/** Whether a voice message can be recorded here, and in which type. */
import type { KindLimits } from '@app/inbox/views'
import { voiceType } from './file_limits.ts'
import { voiceTypes } from './voice_types.ts'

export type Microphone = { readonly mime: string } | { readonly why: 'channel' | 'browser' }

export function microphoneFor(kinds: KindLimits): Microphone {
  if (kinds.voice === undefined) return { why: 'channel' }
  if (!('MediaRecorder' in window)) return { why: 'browser' }
  const able = voiceTypes.filter((mime) => MediaRecorder.isTypeSupported(mime))
  const mime = voiceType(able, kinds)
  return mime === undefined ? { why: 'browser' } : { mime }
}

export type MicrophoneTrouble = 'refused' | 'missing' | 'busy' | 'unsafe'

/** By the name of what the browser throws. */
export function microphoneTrouble(error: unknown): MicrophoneTrouble {
  // Away from https and localhost there is no microphone to ask for.
  if (!window.isSecureContext) return 'unsafe'
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing'
}
