/** What a person has under way here: drafts and messages that wait. It belongs to one person in one company. */
import { watch } from 'vue'
import { live } from '~/stores/live'
import { restoreOutgoing } from '../outgoing_queue.ts'
import { leaveDrafts, restoreDrafts } from './drafts.ts'

/** Of the layout, before the stream is joined: what is left behind is kept under its own name. */
export function useOwnWork(member: () => string): void {
  watch(
    member,
    (id) => {
      if (live.member !== '' && live.member !== id) leaveDrafts()
      live.member = id
    },
    { immediate: true }
  )
  watch(
    () => `${live.company} ${live.member}`,
    () => {
      if (live.company === '' || live.member === '') return
      restoreDrafts()
      void restoreOutgoing()
    }
  )
}
