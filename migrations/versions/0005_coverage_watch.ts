import type { Knex } from 'knex';

/** The promise of a date comes before occupancy. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
-- Whether a predictive campaign keeps its promise although the pacing controller cuts calls; the pool reads it.
create table coverage_watch (              -- writer: api/coverage
  campaign_id uuid primary key references campaign(id),
  at timestamptz not null,                 -- product clock
  ring_in_full boolean not null,           -- its telephones ring their full time
  left_if_cut integer not null,            -- expected cases not tried in two bands by the date, with calls cut
  left_if_full integer not null            -- and with telephones that ring in full
);
`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table coverage_watch');
}
