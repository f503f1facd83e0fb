/** How an account is: one word, one colour, one sign everywhere. */
import type { OwnerState } from '@svyaz/core'

export type StateSign = {
  readonly icon: string
  readonly color: 'success' | 'warning' | 'error' | 'neutral'
}

export const stateSigns: { readonly [is in OwnerState['is']]: StateSign } = {
  online: { icon: 'i-lucide-circle-check', color: 'success' },
  connecting: { icon: 'i-lucide-loader', color: 'neutral' },
  restricted: { icon: 'i-lucide-triangle-alert', color: 'warning' },
  needs_login: { icon: 'i-lucide-key-round', color: 'error' },
  stopped: { icon: 'i-lucide-circle-x', color: 'error' },
  offline: { icon: 'i-lucide-plug-zap', color: 'warning' },
  paused: { icon: 'i-lucide-circle-pause', color: 'neutral' },
}

export const stateText: { readonly [color in StateSign['color']]: string } = {
  success: 'text-success',
  warning: 'text-warning',
  error: 'text-error',
  neutral: 'text-muted',
}

export function failureOf(state: OwnerState) {
  return 'failure' in state ? state.failure : null
}
