import { router, usePage } from '@inertiajs/vue3'
import { useInboxAddress } from './use_inbox_address.ts'

/** Opens a dialog from anywhere; in the inbox without asking the server for a page. */
export function useOpenDialog(): (id: string) => void {
  const page = usePage()
  const { open } = useInboxAddress()
  return (id) => {
    if (page.component === 'inbox/show') open(id)
    else router.visit(`/inbox/${id}`)
  }
}
