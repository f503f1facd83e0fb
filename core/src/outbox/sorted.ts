type Compare<T> = (one: T, other: T) => number

/** Arrays kept in order; `compare` must never call two different members equal. */
export function insertSorted<T>(list: T[], member: T, compare: Compare<T>): void {
  const last = list.at(-1)
  // Most come in order.
  if (last === undefined || compare(last, member) < 0) list.push(member)
  else list.splice(position(list, member, compare), 0, member)
}

export function removeSorted<T>(list: T[], member: T, compare: Compare<T>): void {
  if (list[0] === member) return void list.shift()
  const at = position(list, member, compare)
  if (list[at] === member) list.splice(at, 1)
}

function position<T>(list: readonly T[], member: T, compare: Compare<T>): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = list[middle]
    if (found !== undefined && compare(found, member) < 0) low = middle + 1
    else high = middle
  }
  return low
}
