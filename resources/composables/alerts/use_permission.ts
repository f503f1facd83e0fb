import { onBeforeUnmount, onMounted, ref } from 'vue'
import { permission, type Permission } from './notices.ts'

/** Whether the browser shows notices of ours, also when that is changed in its own settings. */
export function usePermission() {
  const allowed = ref<Permission>(permission())
  const look = (): void => void (allowed.value = permission())
  let status: PermissionStatus | undefined

  onMounted(async () => {
    if (allowed.value === 'none') return
    // Older browsers don't tell; they are asked again at the next visit.
    status = await navigator.permissions.query({ name: 'notifications' }).catch(() => undefined)
    status?.addEventListener('change', look)
  })
  onBeforeUnmount(() => status?.removeEventListener('change', look))

  /** Only out of a click: browsers refuse everything else. */
  async function ask(): Promise<Permission> {
    if (allowed.value === 'default') await Notification.requestPermission()
    look()
    return allowed.value
  }

  return { allowed, ask }
}
