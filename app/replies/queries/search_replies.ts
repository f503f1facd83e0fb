import type { CompanyId, Sql } from '@svyaz/core'
import type { ReplyRecord } from './find_replies.js'

/**
 * Each asked word becomes two sets of word forms: `sure` ones, its own and those it is the beginning of, and `alike` ones,
 * words of this company's replies that differ by a typo. A reply's score says how many words it has, in title and questions
 * rather than in the text, sure rather than alike.
 */
const statement = `
  with asked as (
    select n, word, translate(word, 'оеэы', 'аиии') as sound, forms from (
      select n, word, plainto_tsquery('russian', word) as forms, count(*) over () as last
      from unnest($2::text[]) with ordinality a (word, n)) a
    where numnode(forms) > 0 or n = last
  ), terms as (
    select
      (select string_agg('(' || f::text || ')', ' | ')::tsquery from (
         select a.forms as f
         union all
         (select plainto_tsquery('russian', w.word) from reply_words w
          where w.company_id = $1 and w.word like a.word || '%' order by length(w.word), w.word limit 12)) s
       where numnode(f) > 0) as sure,
      (select string_agg('(' || f::text || ')', ' | ')::tsquery from (
         select plainto_tsquery('russian', w.word) as f from reply_words w
         where w.company_id = $1 and w.sound % a.sound order by similarity(w.sound, a.sound) desc, w.word limit 6) s
       where numnode(f) > 0) as alike
    from asked a
  ), whole as (
    select string_agg('(' || f::text || ')', ' | ')::tsquery as query
    from terms, unnest(array[sure, alike]) f where f is not null
  ), found as (
    select r.id, s.score
    from quick_replies r
    cross join lateral (
      select sum(case when h.head @@ t.sure then 1 when r.lexemes @@ t.sure then 0.7
                      when h.head @@ t.alike then 0.6 when r.lexemes @@ t.alike then 0.4 else 0 end)::float8 as score
      from terms t, (select ts_filter(r.lexemes, '{a}') as head offset 0) h) s
    where r.company_id = $1 and r.lexemes @@ (select query from whole)
      and ($3::uuid[] is null or r.section_id = any($3))
    order by s.score desc, r.position, r.id limit 100
  ), best as (
    select r.*, f.score from found f join quick_replies r on r.company_id = $1 and r.id = f.id
    order by f.score desc, similarity(search_text(r.title), $4) desc, r.position, r.id limit 30
  )
  select b.id, b.section_id as section, b.title, b.text, b.questions, b.score, q.question
  from best b
  left join lateral (
    select question from unnest(b.questions) with ordinality u (question, n)
    where to_tsvector('russian', search_text(question)) @@ (select query from whole)
    order by similarity(search_text(question), $4) desc, n limit 1) q on true
  order by b.score desc, similarity(search_text(b.title), $4) desc, b.position, b.id`

/** Two letters that changed places leave six common trigrams of twenty-two; the usual 0.3 wants more. */
const threshold = 'set local pg_trgm.similarity_threshold = 0.25'

export type FoundReply = ReplyRecord & {
  readonly score: number
  readonly question: string | null
}

/** The best 30, within a transaction. Indexes quick_replies_lexemes and reply_words_alike, primary keys. No locks. */
export async function searchReplies(
  tx: Sql,
  of: {
    readonly company: CompanyId
    readonly words: readonly string[]
    readonly sections: readonly string[] | undefined
  }
): Promise<readonly FoundReply[]> {
  const { company, words, sections } = of
  const values = [company, words, sections ?? null, words.join(' ')]
  await tx.query(threshold)
  return (await tx.query<FoundReply>(statement, values)).rows
}
