/** HTML that costs no more than its length to read. Pure. */
import { Parser } from 'htmlparser2'

const longest = 2_000_000
/** Real letters stay far below, also after a hundred answers in one another. */
const deepest = 1000

/**
 * What comes after 1000 open elements is cut off: parsers look through all of them at each end tag that fits none, so that
 * a letter of a few hundred kilobytes could hold a processor for minutes.
 */
export function cutHtml(html: string): string {
  const text = html.length > longest ? html.slice(0, longest) : html
  let depth = 0
  let end = text.length
  const parser = new Parser({
    onopentagname: () => {
      depth += 1
      if (depth <= deepest) return
      end = Math.min(end, parser.startIndex)
      parser.pause()
    },
    onclosetag: () => {
      depth -= 1
    },
  })
  parser.write(text)
  return text.slice(0, end)
}
