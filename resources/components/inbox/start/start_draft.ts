/** What was begun in the window of a first message: kept on this device for this person, until it is sent or cleared. */
import { reactive, watch } from 'vue'

export type StartDraft = { account: string; address: string; subject: string; text: string }

const empty: StartDraft = { account: '', address: '', subject: '', text: '' }
const drafts = new Map<string, StartDraft>()
const afterMs = 400

export function useStartDraft(member: string) {
  const key = `svyaz.start.${member}`
  const draft = drafts.get(key) ?? reactive(read(key))
  if (!drafts.has(key)) {
    drafts.set(key, draft)
    let timer: ReturnType<typeof setTimeout> | undefined
    // Outside of any component: what was typed last is written also when the window has closed.
    watch(draft, () => {
      clearTimeout(timer)
      timer = setTimeout(() => write(key, draft), afterMs)
    })
  }
  const isEmpty = (): boolean =>
    draft.address.trim() === '' && draft.subject.trim() === '' && draft.text.trim() === ''
  return {
    draft,
    isEmpty,
    clear: () => void Object.assign(draft, { ...empty, account: draft.account }),
  }
}

function read(key: string): StartDraft {
  try {
    const known = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<StartDraft>
    const text = (name: keyof StartDraft): string =>
      typeof known[name] === 'string' ? known[name] : ''
    return {
      account: text('account'),
      address: text('address'),
      subject: text('subject'),
      text: text('text'),
    }
  } catch {
    return { ...empty }
  }
}

function write(key: string, draft: StartDraft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // Private windows may refuse; the draft then lives as long as the tab.
  }
}
