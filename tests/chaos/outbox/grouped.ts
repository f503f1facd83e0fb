/** `Map.groupBy`, which the types of the oldest Node we build for don't know. */
export function grouped<T, K>(
  list: Iterable<T>,
  keyOf: (one: T) => K
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}
