const prefix = 'companies/'

/** The one channel that each company has. */
export function channelOf(company: string): string {
  return `${prefix}${company}`
}

/** undefined: no channel of ours. */
export function companyOf(channel: string): string | undefined {
  return channel.startsWith(prefix) ? channel.slice(prefix.length) : undefined
}
