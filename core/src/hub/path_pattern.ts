/** Literal segments, `:name` for one segment, a last `*` for the rest. */
export function pathFits(pattern: string, path: string): boolean {
  const wanted = segmentsOf(pattern)
  const given = segmentsOf(path)
  const open = wanted.at(-1) === '*'
  if (open ? given.length < wanted.length - 1 : given.length !== wanted.length) return false
  return wanted.every((segment, at) => {
    if (segment === '*' && at === wanted.length - 1) return true
    const value = given[at]
    return segment.startsWith(':') ? value !== undefined && value !== '' : segment === value
  })
}

const segmentsOf = (path: string) => path.replace(/^\//, '').split('/')
