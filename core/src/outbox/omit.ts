/** A copy without these keys. */
export function omit<T extends object, Key extends keyof T>(
  from: T,
  ...keys: readonly Key[]
): Omit<T, Key> {
  const copy = { ...from }
  for (const key of keys) Reflect.deleteProperty(copy, key)
  return copy
}
