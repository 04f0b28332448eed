create table ticket (
  id bigint generated always as identity primary key,
  customer varchar(100) not null,
  subject varchar(200) not null,
  agent varchar(100),
  closed boolean default false not null
);

create table message (
  id bigint generated always as identity primary key,
  ticket bigint not null references ticket,
  author varchar(100) not null,
  text varchar(2000) not null
);
