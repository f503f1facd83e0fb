/** What was begun in each dialog, as long as the tab lives: changing dialogs loses nothing. */
import { computed, reactive } from 'vue'

type Draft = { text: string; subject: string; uploads: string[] }

const drafts = reactive(new Map<string, Draft>())

export function useDraft(dialog: () => string) {
  const draft = computed((): Draft => {
    const known = drafts.get(dialog())
    if (known !== undefined) return known
    drafts.set(dialog(), { text: '', subject: '', uploads: [] })
    return drafts.get(dialog()) as Draft
  })
  return { draft, clear: () => void drafts.delete(dialog()) }
}
