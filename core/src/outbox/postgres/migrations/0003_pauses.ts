/**
 * A lane's groups of rows, and its first messages to new people, are queues of their own: what is paused, or waits for
 * tomorrow, is passed over without being read. A lane keeps its pace in the queue that has neither.
 * Owners of a node that is gone, which a race could leave behind, are free again.
 */
export const pauses0003 = `
alter table svyaz.outbox_lane add column batch text, add column first_contacts boolean not null default false,
  add column made_at bigint not null default svyaz.now_ms();
alter table svyaz.outbox_lane drop constraint outbox_lane_owner_name_key;
create unique index outbox_lane_queue on svyaz.outbox_lane (owner, name, (coalesce(batch, '')), first_contacts);
create index outbox_lane_batch on svyaz.outbox_lane (batch) where batch is not null;

create table svyaz.outbox_pause (
  owner bigint not null default 0,
  lane text not null default '',
  batch text not null default '',
  company_id uuid not null,
  until bigint,
  primary key (owner, batch, lane, company_id)
);

alter table svyaz.outbox_row add column to_group boolean not null default false, add column first_contact text;
alter table svyaz.outbox_ended add column to_group boolean not null default false, add column first_contact text;
alter table svyaz.owner add column pacing text not null default '{}';
update svyaz.owner set node = null, after_crash = true
where node is not null and not exists (select 1 from svyaz.outbox_node n where n.no = owner.node);
`
