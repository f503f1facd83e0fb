/** The browser's notices, at most one per dialog and kind. */
export type Notice = {
  readonly kind: 'message' | 'failure'
  readonly dialog: string
  readonly title: string
  readonly body: string
}

/** 'none': this browser shows none to pages, or the address isn't a safe one. */
export type Permission = NotificationPermission | 'none'

export const permission = (): Permission =>
  'Notification' in window && window.isSecureContext ? Notification.permission : 'none'

export function createNotices(open: (dialog: string) => void) {
  const shown = new Map<string, { readonly notice: Notice; readonly box: Notification }>()

  /** False: the browser didn't let it. */
  function show(notice: Notice): boolean {
    if (permission() !== 'granted') return false
    const tag = `svyaz-${notice.kind}-${notice.dialog}`
    const box = boxOf(notice, tag)
    if (box === undefined) return false
    shown.set(tag, { notice, box })
    box.onclose = () => {
      if (shown.get(tag)?.box === box) shown.delete(tag)
    }
    box.onclick = () => {
      window.focus()
      box.close()
      open(notice.dialog)
    }
    return true
  }

  /** Takes back what is over. */
  function withdraw(isOver: (notice: Notice) => boolean): void {
    for (const { notice, box } of shown.values()) if (isOver(notice)) box.close()
  }

  return { show, withdraw }
}

/** Silent: the sound is a switch of its own. */
function boxOf({ title, body }: Notice, tag: string): Notification | undefined {
  try {
    return new Notification(title, { body, tag, silent: true, lang: document.documentElement.lang })
  } catch (error) {
    // Android's Chrome has the name, but shows notices of service workers only.
    if (error instanceof TypeError) return undefined
    throw error
  }
}
