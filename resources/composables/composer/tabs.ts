/** Tabs of this browser: each holds a lock of its own name as long as it lives. */

const prefix = 'svyaz-tab-'

export const thisTab: string = crypto.randomUUID()

if ('locks' in navigator)
  void navigator.locks.request(prefix + thisTab, () => new Promise<void>(() => {})).catch(() => {})

export async function livingTabs(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held } = await navigator.locks.query()
  return new Set((held ?? []).map(({ name }) => (name ?? '').slice(prefix.length)))
}
