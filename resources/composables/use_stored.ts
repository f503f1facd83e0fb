import { ref, watch, type Ref } from 'vue'

/** Kept on this device: widths, opened panels. Never anything that matters elsewhere. */
export function useStored<Value extends string | number | boolean>(
  name: string,
  first: Value
): Ref<Value> {
  const key = `svyaz.${name}`
  const value = ref(read(key, first)) as Ref<Value>
  watch(value, (next) => {
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Private windows may refuse; the setting then lives as long as the tab.
    }
  })
  return value
}

function read<Value>(key: string, first: Value): Value {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof known === typeof first ? (known as Value) : first
  } catch {
    return first
  }
}
