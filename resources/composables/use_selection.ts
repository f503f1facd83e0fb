/** Rows chosen for one action on all of them (IN-18). */
import { computed, reactive, ref } from 'vue'

export function useSelection(order: () => readonly string[]) {
  const ids = reactive(new Set<string>())
  /** Where a stretch by Shift begins. */
  const anchor = ref<string | null>(null)

  function toggle(id: string): void {
    if (!ids.delete(id)) ids.add(id)
    anchor.value = id
  }

  /** Everything between the last one and this one. */
  function extend(id: string): void {
    const all = order()
    const [from, to] = [all.indexOf(anchor.value ?? id), all.indexOf(id)]
    if (from < 0 || to < 0) return toggle(id)
    for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(one)
  }

  function clear(): void {
    ids.clear()
    anchor.value = null
  }

  return {
    ids,
    isOn: computed(() => ids.size > 0),
    toggle,
    extend,
    clear,
    all: () => order().forEach((id) => ids.add(id)),
  }
}

export type Selection = ReturnType<typeof useSelection>
