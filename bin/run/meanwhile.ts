/** Says what is under way when it takes longer than a person waits without a word. */
export async function meanwhile<T>(
  say: (line: string) => void,
  line: string,
  work: Promise<T>,
  patienceMs = 2000
): Promise<T> {
  const timer = setTimeout(() => say(line), patienceMs)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
