import type { SharedProps } from '@app/http/shared_props'
import { usePage } from '@inertiajs/vue3'
import { computed, type ComputedRef } from 'vue'

/** What the server gives every page. */
export function useShared(): ComputedRef<SharedProps> {
  const page = usePage<SharedProps & Record<string, unknown>>()
  return computed(() => page.props)
}

/** Lines, accounts and plugins are set up by owners and admins. */
export function useConfigures(): ComputedRef<boolean> {
  const shared = useShared()
  return computed(() => ['owner', 'admin'].includes(shared.value.member?.role ?? ''))
}

/** What goes out and when is decided by supervisors too. */
export function useSupervises(): ComputedRef<boolean> {
  const shared = useShared()
  return computed(() => ['owner', 'admin', 'supervisor'].includes(shared.value.member?.role ?? ''))
}
