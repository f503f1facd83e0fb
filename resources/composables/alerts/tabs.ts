/**
 * Several tabs, one voice: the tab that holds the lock speaks, and asks the others first. It need not be the one that is looked
 * at: whichever has the dialog on screen keeps all of them silent, and whichever may play plays. Where the browser gives no
 * locks (plain http) each tab speaks for itself.
 */

/** All that are known are waited for, but not those that sleep or crashed. */
const answerWithinMs = 1_000

export type Tab = {
  /** The dialog on screen in a window that has the focus. */
  readonly looksAt: () => string | null
  /** False until somebody has touched the page: the browser keeps it silent. */
  readonly canPlay: () => boolean
  readonly play: () => void
}

type Answer = { readonly looksAt: string | null; readonly canPlay: boolean }
type Word =
  | { readonly is: 'come' | 'here' | 'gone'; readonly tab: string }
  | { readonly is: 'question'; readonly id: string; readonly tab: string }
  | ({ readonly is: 'answer'; readonly id: string; readonly tab: string } & Answer)
  | { readonly is: 'play'; readonly tab: string }

export type Tabs = {
  readonly leads: () => boolean
  /** Which dialogs are looked at anywhere, and how to play. */
  ask(): Promise<{ readonly lookedAt: ReadonlySet<string>; play(): void }>
  leave(): void
}

export function joinTabs(company: string, own: Tab): Tabs {
  const name = `svyaz-alerts-${company}`
  const me = `${Date.now()}-${Math.random()}`
  const leaving = new AbortController()
  const others = new Set<string>()
  const channel = new BroadcastChannel(name)
  let asked = 0
  let hear: (id: string, tab: string, answer: Answer) => void = () => {}

  const tell = (word: Word): void => {
    if (!leaving.signal.aborted) channel.postMessage(word)
  }
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.is === 'play') {
      if (data.tab === me) own.play()
      return
    }
    if (data.is === 'gone') others.delete(data.tab)
    else others.add(data.tab)
    if (data.is === 'come') tell({ is: 'here', tab: me })
    else if (data.is === 'question')
      tell({ ...data, is: 'answer', tab: me, looksAt: own.looksAt(), canPlay: own.canPlay() })
    else if (data.is === 'answer') hear(data.id, data.tab, data)
  }

  /** Of all other tabs that answer in time; those that don't are not waited for again before they say something. */
  async function answersOf(): Promise<ReadonlyMap<string, Answer>> {
    const answers = new Map<string, Answer>()
    const question = `${me} ${asked++}`
    const silent = new Set(others)
    if (silent.size === 0) return answers
    await new Promise<void>((resolve) => {
      hear = (id, tab, answer) => {
        if (id !== question) return
        answers.set(tab, answer)
        silent.delete(tab)
        if (silent.size === 0) resolve()
      }
      setTimeout(resolve, answerWithinMs)
      tell({ is: 'question', id: question, tab: me })
    })
    for (const tab of silent) others.delete(tab)
    return answers
  }

  async function ask() {
    const answers = await answersOf()
    const lookedAt = [own.looksAt(), ...[...answers.values()].map(({ looksAt }) => looksAt)]
    const player = [...answers].find(([, { canPlay }]) => canPlay)?.[0]
    return {
      lookedAt: new Set(lookedAt.filter((dialog) => dialog !== null)),
      play: () => {
        if (own.canPlay() || player === undefined) own.play()
        else tell({ is: 'play', tab: player })
      },
    }
  }

  const sayGone = (): void => tell({ is: 'gone', tab: me })
  window.addEventListener('pagehide', sayGone)
  tell({ is: 'come', tab: me })
  return {
    leads: heldLock(name, leaving.signal),
    ask,
    leave: () => {
      sayGone()
      window.removeEventListener('pagehide', sayGone)
      leaving.abort()
      channel.close()
    },
  }
}

/** Whether this tab has the lock by now; it waits for it until the end. */
function heldLock(name: string, end: AbortSignal): () => boolean {
  if (!('locks' in navigator)) return () => !end.aborted
  let isHeld = false
  const hold = (): Promise<void> =>
    new Promise((resolve) => {
      isHeld = true
      end.addEventListener('abort', () => resolve())
    })
  void navigator.locks.request(name, { signal: end }, hold).catch(() => {})
  return () => isHeld && !end.aborted
}
