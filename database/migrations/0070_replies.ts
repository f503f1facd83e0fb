import { BaseSchema } from '@adonisjs/lucid/schema'

/** Quick replies in a tree of sections, and macros. What is searched by is generated, so no writer can forget it. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(sections)
    this.schema.raw(replies)
    this.schema.raw(macros)
  }

  async down() {
    this.schema.raw(
      'drop table macros, reply_attachments, quick_replies, reply_words, reply_section_editors, reply_sections'
    )
    this.schema.raw('drop function note_reply_words')
  }
}

const sections = `
  create table reply_sections (
    company_id uuid not null references companies (id) on delete cascade,
    id uuid not null,
    parent_id uuid,
    name text not null,
    position integer not null,
    primary key (company_id, id),
    foreign key (company_id, parent_id) references reply_sections (company_id, id)
  );
  create index reply_sections_parent on reply_sections (company_id, parent_id);

  -- Who may change a section and everything below it, besides those who may change all of them.
  create table reply_section_editors (
    company_id uuid not null,
    section_id uuid not null,
    member_id uuid not null,
    primary key (company_id, section_id, member_id),
    foreign key (company_id, section_id) references reply_sections (company_id, id) on delete cascade,
    foreign key (company_id, member_id) references members (company_id, id) on delete cascade
  );
  create index reply_section_editors_member on reply_section_editors (company_id, member_id);
`

const replies = `
  -- section_id null: in no section. lexemes: A for what a person looks for first, B for the answer itself.
  create table quick_replies (
    company_id uuid not null references companies (id) on delete cascade,
    id uuid not null,
    section_id uuid,
    title text not null,
    questions text[] not null default '{}',
    text text not null default '',
    position integer not null,
    lexemes tsvector not null generated always as (
      setweight(to_tsvector('russian', search_text(variadic array[title] || questions)), 'A') ||
      setweight(to_tsvector('russian', search_text(text)), 'B')) stored,
    primary key (company_id, id),
    foreign key (company_id, section_id) references reply_sections (company_id, id)
  );
  create index quick_replies_section on quick_replies (company_id, section_id, position, id);
  create unique index quick_replies_title on quick_replies (company_id, section_id, search_text(title)) nulls not distinct;
  -- With the company inside, a search reads nothing of its neighbours.
  create index quick_replies_lexemes on quick_replies using gin (company_id, lexemes) with (fastupdate = off);

  -- Every word that replies ever had. A typo is mended by it, which costs the same however long the texts are.
  create table reply_words (
    company_id uuid not null references companies (id) on delete cascade,
    word text not null,
    -- Vowels that Russian writes apart and says alike.
    sound text not null generated always as (translate(word, 'оеэы', 'аиии')) stored,
    primary key (company_id, word)
  );
  create index reply_words_alike on reply_words
    using gin (company_id, word gin_trgm_ops, sound gin_trgm_ops) with (fastupdate = off);

  create function note_reply_words() returns trigger language plpgsql as $$
  begin
    insert into reply_words (company_id, word)
    select new.company_id, word
    from unnest(tsvector_to_array(to_tsvector('simple',
      search_text(variadic array[new.title, new.text] || new.questions)))) word
    where length(word) between 2 and 40
    on conflict do nothing;
    return null;
  end
  $$;
  create trigger reply_words_noted after insert or update of title, text, questions on quick_replies
    for each row execute function note_reply_words();

  -- The key to media keeps the files from being swept.
  create table reply_attachments (
    company_id uuid not null,
    reply_id uuid not null,
    n smallint not null,
    media_id uuid not null,
    kind text not null,
    name text not null,
    primary key (company_id, reply_id, n),
    foreign key (company_id, reply_id) references quick_replies (company_id, id) on delete cascade,
    foreign key (company_id, media_id) references media (company_id, id)
  );
  create index reply_attachments_media on reply_attachments (company_id, media_id);
`

const macros = `
  -- member_id null: shared by the company.
  create table macros (
    company_id uuid not null references companies (id) on delete cascade,
    id uuid not null,
    member_id uuid,
    name text not null,
    steps jsonb not null,
    primary key (company_id, id),
    foreign key (company_id, member_id) references members (company_id, id) on delete cascade
  );
  create index macros_member on macros (company_id, member_id);
`
