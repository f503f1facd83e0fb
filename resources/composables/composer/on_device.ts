/** What must outlive a reload before the server has it: of one person in one company, on this device. */
import { live } from '~/stores/live'

export type OnDevice<Value> = {
  set(key: string, value: Value | null): void
  get(key: string): Value | null
  /** Of the person who is here now. */
  all(): readonly (readonly [key: string, value: Value])[]
}

export function onDevice<Value>(name: string): OnDevice<Value> {
  const prefix = (): string => `svyaz.${name}.${live.company}.${live.member}.`

  const get = (key: string): Value | null => read(prefix() + key)
  return {
    get,
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(prefix() + key)
        else localStorage.setItem(prefix() + key, JSON.stringify(value))
      } catch {
        // A private window may refuse, or there is no room: then it lives as long as the tab.
      }
    },
    all() {
      const start = prefix()
      return keys()
        .filter((key) => key.startsWith(start))
        .flatMap((key) => {
          const value = read<Value>(key)
          return value === null ? [] : [[key.slice(start.length), value] as const]
        })
    },
  }
}

function keys(): readonly string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}

function read<Value>(key: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null
  } catch {
    return null
  }
}
