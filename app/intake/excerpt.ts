/** What a row of the list or a quote shows of a text. */
export function excerpt(text: string, most = 120): string {
  // Enough to fill the row, however many blanks there are; a letter may be 100,000 characters long.
  const flat = text
    .slice(0, most * 4)
    .replace(/\s+/gu, ' ')
    .trim()
  return flat.length <= most ? flat : `${flat.slice(0, most - 1).toWellFormed()}…`
}
