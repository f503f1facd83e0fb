/** 0:07, 12:40, 1:02:03. */
export function minutes(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, rest] = [Math.floor(whole / 3600), whole % 3600]
  const two = (value: number): string => String(value).padStart(2, '0')
  const tail = two(rest % 60)
  return hours > 0
    ? `${String(hours)}:${two(Math.floor(rest / 60))}:${tail}`
    : `${String(Math.floor(rest / 60))}:${tail}`
}
