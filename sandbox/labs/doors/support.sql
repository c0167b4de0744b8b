create table customers (
  id text primary key,
  name text not null,
  email text not null,
  tier text not null check (tier in ('standard', 'pro', 'enterprise'))
);

create table decisions (
  request_id text primary key,
  approved boolean not null,
  decided_by text not null,
  decided_at timestamptz not null default now()
);

create table audit_log (
  request_id text not null,
  action text not null check (action in (
    'refund_issued', 'refund_automatic', 'refund_rejected', 'refund_timed_out', 'refund_not_recommended',
    'refund_not_investigated', 'refund_notice_failed', 'refund_unconfirmed'
  )),
  at timestamptz not null default now(),
  primary key (request_id, action)
);

insert into customers (id, name, email, tier) values
  ('c-1', 'Ada Moreno', 'ada@example.com', 'pro'),
  ('c-2', 'Ben Laurent', 'ben@example.com', 'standard'),
  ('c-3', 'Carla Perez', 'carla@example.com', 'enterprise'),
  ('c-4', 'Dana Silva', 'dana@example.com', 'standard');
