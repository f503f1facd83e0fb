import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Search in the texts of messages: an index of word stems, with the company, the account and the dialog inside, so that a
 * search reads nothing of its neighbours and a filter costs nothing. On the messages themselves and not in a table of its
 * own: that would be a second heap to write, and to keep equal when texts change. New words go to the index' pending list
 * and are sorted in some thousand messages at a time (`fastupdate`, as it is by default): a message costs 30 µs so, and
 * 90 µs if each is sorted in at once.
 *
 * On a filled database the index is built here, about 20 s for a million messages of 120 letters; who writes to `messages`
 * waits meanwhile, who reads doesn't, and messengers deliver again. To go without that, make the functions beforehand, and
 * `create index concurrently` on each partition with the definition below: those that are there are taken over.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(functions)
    this.schema.raw(index)
  }

  async down() {
    this.schema.raw('drop index messages_words')
    this.schema.raw('drop function message_words, searched_text')
  }
}

const functions = `
  do $do$
  declare
    -- The dictionaries lower words by themselves, but know ASCII only where the database's locale is C. Naming the
    -- letters is twice as slow.
    is_plain boolean := lower('Ж') <> 'ж';
    taken text := case when is_plain then 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё' else 'Ёё' end;
    given text := case when is_plain then 'абвгдеежзийклмнопрстуфхцчшщъыьэюяе' else 'Ее' end;
    -- Letter by letter, so that a place in it is a place in the text. What is longer isn't found by its end: a tsvector may
    -- have 1 MB, and everything counts when a hit is marked.
    searched text := format('translate(left(said, 20000), %L, %L)', taken, given);
  begin
    execute format($as$
      create function searched_text(said text) returns text language sql immutable parallel safe
        as $$ select %s $$
    $as$, searched);
    -- Russian words by Russian stems, words in Latin letters by English ones. Doesn't call the other: where an index is
    -- built, nothing is found that isn't named with its schema.
    execute format($as$
      create function message_words(said text) returns tsvector language sql immutable parallel safe
        as $$ select to_tsvector('russian'::regconfig, %s) $$
    $as$, searched);
  end
  $do$;
`

const index = `
  create index messages_words on messages using gin (company_id, account_id, dialog_id, message_words(text))
    where text <> ''
`
