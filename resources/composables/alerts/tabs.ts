/**
 * Several tabs, one voice: the tab that holds the lock speaks, and asks the others first. It need not be the one that is looked
 * at: whichever has the dialog on screen keeps all of them silent, and whichever may play plays. Where the browser gives no
 * locks (plain http) each tab speaks for itself.
 */
const answerWithinMs = 150

export type Tab = {
  /** The dialog on screen in a window that has the focus. */
  readonly looksAt: () => string | null
  /** False until somebody has touched the page: the browser keeps it silent. */
  readonly canPlay: () => boolean
  readonly play: () => void
}

type Answer = { readonly looksAt: string | null; readonly canPlay: boolean }
type Word =
  | { readonly ask: string }
  | ({ readonly answers: string; readonly tab: string } & Answer)
  | { readonly play: string }

export type Tabs = {
  readonly leads: () => boolean
  /** Which dialogs are looked at anywhere, and how to play. */
  ask(): Promise<{ readonly lookedAt: ReadonlySet<string>; play(): void }>
  leave(): void
}

export function joinTabs(company: string, own: Tab): Tabs {
  const name = `svyaz-alerts-${company}`
  const me = `${Date.now()}-${Math.random()}`
  const channel = new BroadcastChannel(name)
  const leaving = new AbortController()
  let asked = 0
  let hear: (tab: string, answer: Answer) => void = () => {}
  let leads = !('locks' in navigator)

  const tell = (word: Word): void => {
    if (!leaving.signal.aborted) channel.postMessage(word)
  }
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if ('ask' in data)
      tell({ answers: data.ask, tab: me, looksAt: own.looksAt(), canPlay: own.canPlay() })
    else if ('play' in data) {
      if (data.play === me) own.play()
    } else if (data.answers === `${me}-${asked}`) hear(data.tab, data)
  }

  if (!leads) {
    const lead = (): Promise<void> =>
      new Promise((resolve) => {
        leads = true
        leaving.signal.addEventListener('abort', () => resolve())
      })
    void navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {})
  }

  async function ask() {
    const answers = new Map<string, Answer>()
    hear = (tab, answer) => void answers.set(tab, answer)
    asked++
    tell({ ask: `${me}-${asked}` })
    await new Promise((resolve) => setTimeout(resolve, answerWithinMs))
    const lookedAt = [own.looksAt(), ...[...answers.values()].map(({ looksAt }) => looksAt)]
    const player = [...answers].find(([, { canPlay }]) => canPlay)?.[0]
    return {
      lookedAt: new Set(lookedAt.filter((dialog) => dialog !== null)),
      play: () => {
        if (own.canPlay() || player === undefined) own.play()
        else tell({ play: player })
      },
    }
  }

  return {
    leads: () => leads,
    ask,
    leave: () => {
      leads = false
      leaving.abort()
      channel.close()
    },
  }
}
