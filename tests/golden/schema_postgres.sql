create table if not exists steps_taken (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    type text collate "C" not null default '',
    record bigint not null default 0,
    step text collate "C" not null default '',
    label text collate "C" not null default '',
    from_state text collate "C" not null default '',
    to_state text collate "C" not null default '',
    note text collate "C" not null default '',
    kept text collate "C" not null default '',
    actor text collate "C" not null default '',
    title text collate "C" not null default '',
    account bigint,
    taken_at timestamp(0),
    is_public smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists steps_taken_ids;
create index if not exists steps_taken_by1 on steps_taken (county, type, record, id);
create table if not exists tasks (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    permission text collate "C" not null default '',
    type text collate "C" not null default '',
    record bigint not null default 0,
    title text collate "C" not null default '',
    words text collate "C" not null default '',
    due_on date,
    opened_at timestamp(0),
    primary key (county, id)
);
create sequence if not exists tasks_ids;
create index if not exists tasks_by1 on tasks (county, place, due_on);
create index if not exists tasks_by2 on tasks (county, type, record);
create table if not exists evidence (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    type text collate "C" not null default '',
    record bigint not null default 0,
    title text collate "C" not null default '',
    media_type text collate "C" not null default '',
    size_bytes bigint not null default 0,
    digest text collate "C" not null default '',
    actor text collate "C" not null default '',
    added_at timestamp(0),
    is_public smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists evidence_ids;
create index if not exists evidence_key9 on evidence (county, substr(place, 1, 9), id);
create index if not exists evidence_key12 on evidence (county, substr(place, 1, 12), id);
create index if not exists evidence_key15 on evidence (county, substr(place, 1, 15), id);
create index if not exists evidence_by1 on evidence (county, type, record);
create table if not exists imports (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    account bigint,
    type text collate "C" not null default '',
    title text collate "C" not null default '',
    digest text collate "C" not null default '',
    keep_good smallint not null default 0,
    state text collate "C" not null default '',
    hidden smallint not null default 0,
    form text collate "C" not null default '',
    said text collate "C" not null default '',
    rows bigint not null default 0,
    done bigint not null default 0,
    added bigint not null default 0,
    changed bigint not null default 0,
    same bigint not null default 0,
    refused bigint not null default 0,
    late bigint not null default 0,
    began_at timestamp(0),
    ended_at timestamp(0),
    undone_by bigint,
    primary key (county, id)
);
create sequence if not exists imports_ids;
create index if not exists imports_digest on imports (county, digest);
create table if not exists accounts (
    id bigint not null,
    version bigint not null default 1,
    login text collate "C" not null default '',
    name text collate "C" not null default '',
    person bigint,
    password_hash text collate "C" not null default '',
    must_change_password smallint not null default 0,
    disabled smallint not null default 0,
    failures bigint not null default 0,
    locked_until timestamp(0),
    created_on date,
    demonstration smallint not null default 0,
    counties text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists accounts_ids;
create unique index if not exists accounts_login on accounts (login) where login <> '';
create index if not exists accounts_person on accounts (person) where person is not null;
create table if not exists accounts_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists accounts_words_index on accounts_words using gin (words);
create table if not exists former_passwords (
    id bigint not null,
    version bigint not null default 1,
    account bigint,
    password_hash text collate "C" not null default '',
    until timestamp(0),
    primary key (id)
);
create sequence if not exists former_passwords_ids;
create index if not exists former_passwords_account on former_passwords (account) where account is not null;
create table if not exists sessions (
    id bigint not null,
    version bigint not null default 1,
    account bigint,
    secret_digest text collate "C" not null default '',
    form_token text collate "C" not null default '',
    started_at timestamp(0),
    seen_at timestamp(0),
    ends_at timestamp(0),
    ended smallint not null default 0,
    client text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists sessions_ids;
create index if not exists sessions_account on sessions (account) where account is not null;
create index if not exists sessions_secret_digest on sessions (secret_digest);
create index if not exists sessions_ends_at on sessions (ends_at) where ends_at is not null;
create table if not exists api_tokens (
    id bigint not null,
    version bigint not null default 1,
    account bigint,
    title text collate "C" not null default '',
    secret_digest text collate "C" not null default '',
    expires_on date,
    revoked smallint not null default 0,
    primary key (id)
);
create sequence if not exists api_tokens_ids;
create index if not exists api_tokens_account on api_tokens (account) where account is not null;
create index if not exists api_tokens_secret_digest on api_tokens (secret_digest);
create table if not exists roles (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    title text collate "C" not null default '',
    holder_title text collate "C" not null default '',
    level text collate "C" not null default '',
    kind text collate "C" not null default '',
    description text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists roles_ids;
create index if not exists roles_code on roles (code);
create table if not exists posts (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    holder text collate "C" not null default '',
    role text collate "C" not null default '',
    place text collate "C" not null default '',
    person bigint,
    account bigint,
    starts_on date,
    ends_on date,
    reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists posts_ids;
create index if not exists posts_key9 on posts (county, substr(place, 1, 9), id);
create index if not exists posts_key12 on posts (county, substr(place, 1, 12), id);
create index if not exists posts_key15 on posts (county, substr(place, 1, 15), id);
create index if not exists posts_role on posts (county, role);
create index if not exists posts_person on posts (county, person) where person is not null;
create index if not exists posts_account on posts (county, account) where account is not null;
create index if not exists posts_by1 on posts (county, place, role);
create table if not exists posts_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists posts_words_index on posts_words using gin (words);
create table if not exists holidays (
    id bigint not null,
    version bigint not null default 1,
    day date,
    kind text collate "C" not null default '',
    name text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists holidays_ids;
create unique index if not exists holidays_day on holidays (day);
create table if not exists deadline_rules (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    title text collate "C" not null default '',
    region text collate "C" not null default '',
    days bigint not null default 0,
    unit text collate "C" not null default '',
    extension_days bigint not null default 0,
    extension_by text collate "C" not null default '',
    level text collate "C" not null default '',
    source text collate "C" not null default '',
    grade text collate "C" not null default '',
    valid_from date,
    valid_to date,
    rolls smallint not null default 0,
    primary key (id)
);
create sequence if not exists deadline_rules_ids;
create index if not exists deadline_rules_code on deadline_rules (code);
create table if not exists heading_words (
    id bigint not null,
    version bigint not null default 1,
    type text collate "C" not null default '',
    field text collate "C" not null default '',
    heading text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists heading_words_ids;
create index if not exists heading_words_heading on heading_words (heading);
create table if not exists roster_uploads (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    account bigint,
    type text collate "C" not null default '',
    title text collate "C" not null default '',
    digest text collate "C" not null default '',
    sheet bigint not null default 0,
    mapping text collate "C" not null default '',
    import bigint,
    sent_at timestamp(0),
    forgotten smallint not null default 0,
    wrong bigint not null default 0,
    primary key (county, id)
);
create sequence if not exists roster_uploads_ids;
create index if not exists roster_uploads_account on roster_uploads (county, account) where account is not null;
create index if not exists roster_uploads_digest on roster_uploads (county, digest);
create table if not exists journal (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    at timestamp(0),
    account bigint,
    actor text collate "C" not null default '',
    deed text collate "C" not null default '',
    type text collate "C" not null default '',
    record bigint not null default 0,
    before text collate "C" not null default '',
    after text collate "C" not null default '',
    reason text collate "C" not null default '',
    digest text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists journal_ids;
create index if not exists journal_account on journal (county, account) where account is not null;
create index if not exists journal_by1 on journal (county, type, record);
create table if not exists notices (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    type text collate "C" not null default '',
    record bigint not null default 0,
    content text collate "C" not null default '',
    status text collate "C" not null default '',
    is_public smallint not null default 0,
    posted_on date,
    due_on date,
    ended_on date,
    objection_count bigint not null default 0,
    open_count bigint not null default 0,
    primary key (county, id)
);
create sequence if not exists notices_ids;
create index if not exists notices_key9 on notices (county, substr(place, 1, 9), id);
create index if not exists notices_key12 on notices (county, substr(place, 1, 12), id);
create index if not exists notices_key15 on notices (county, substr(place, 1, 15), id);
create index if not exists notices_by1 on notices (county, status, due_on);
create index if not exists notices_by2 on notices (county, record);
create table if not exists notices_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists notices_words_index on notices_words using gin (words);
create table if not exists notice_objections (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    notice bigint,
    place text collate "C" not null default '',
    name text collate "C" not null default '',
    words text collate "C" not null default '',
    status text collate "C" not null default '',
    raised_on date,
    answer text collate "C" not null default '',
    decided_on date,
    primary key (county, id)
);
create sequence if not exists notice_objections_ids;
create index if not exists notice_objections_key9 on notice_objections (county, substr(place, 1, 9), id);
create index if not exists notice_objections_key12 on notice_objections (county, substr(place, 1, 12), id);
create index if not exists notice_objections_key15 on notice_objections (county, substr(place, 1, 15), id);
create index if not exists notice_objections_notice on notice_objections (county, notice) where notice is not null;
create table if not exists place_outlines (
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    rings text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists place_outlines_ids;
create unique index if not exists place_outlines_place on place_outlines (place);
create table if not exists places (
    id bigint not null,
    version bigint not null default 1,
    key text collate "C" not null default '',
    name text collate "C" not null default '',
    code text collate "C" not null default '',
    full_name text collate "C" not null default '',
    level text collate "C" not null default '',
    parent text collate "C" not null default '',
    kind text collate "C" not null default '',
    urban_code text collate "C" not null default '',
    opened_on date,
    closed_on date,
    successors text collate "C" not null default '',
    reason text collate "C" not null default '',
    phone text collate "C" not null default '',
    household_count bigint not null default 0,
    resident_count bigint not null default 0,
    remark text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists places_ids;
create unique index if not exists places_key on places (key);
create unique index if not exists places_code on places (code) where code <> '';
create index if not exists places_parent on places (parent);
create table if not exists place_names (
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    name text collate "C" not null default '',
    full_name text collate "C" not null default '',
    code text collate "C" not null default '',
    until_on date,
    primary key (id)
);
create sequence if not exists place_names_ids;
create index if not exists place_names_place on place_names (place);
create table if not exists governance_centres (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    level text collate "C" not null default '',
    founded_on date,
    closed_on date,
    address text collate "C" not null default '',
    phone text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists governance_centres_ids;
create index if not exists governance_centres_key9 on governance_centres (county, substr(place, 1, 9), id);
create index if not exists governance_centres_key12 on governance_centres (county, substr(place, 1, 12), id);
create index if not exists governance_centres_key15 on governance_centres (county, substr(place, 1, 15), id);
create table if not exists residents (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    found_by text collate "C" not null default '',
    place text collate "C" not null default '',
    household_number text collate "C" not null default '',
    relation text collate "C" not null default '',
    sex text collate "C" not null default '',
    birth_on date,
    sixty_on date,
    id_type text collate "C" not null default '',
    id_number text collate "C" not null default '',
    phone text collate "C" not null default '',
    status text collate "C" not null default '',
    former_name text collate "C" not null default '',
    ethnic_group text collate "C" not null default '',
    education text collate "C" not null default '',
    political_status text collate "C" not null default '',
    occupation text collate "C" not null default '',
    address text collate "C" not null default '',
    arrived_on date,
    gone_on date,
    doubts text collate "C" not null default '',
    is_example smallint not null default 0,
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists residents_ids;
create index if not exists residents_key9 on residents (county, substr(place, 1, 9), id);
create index if not exists residents_key12 on residents (county, substr(place, 1, 12), id);
create index if not exists residents_key15 on residents (county, substr(place, 1, 15), id);
create index if not exists residents_id_number on residents (county, id_number);
create index if not exists residents_by1 on residents (county, place, sixty_on, gone_on, arrived_on);
create index if not exists residents_by2 on residents (county, household_number, name, place);
create table if not exists residents_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists residents_words_index on residents_words using gin (words);
create table if not exists households (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    head_name text collate "C" not null default '',
    number text collate "C" not null default '',
    kind text collate "C" not null default '',
    place text collate "C" not null default '',
    head bigint,
    address text collate "C" not null default '',
    opened_on date,
    closed_on date,
    successor bigint,
    is_example smallint not null default 0,
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists households_ids;
create index if not exists households_key9 on households (county, substr(place, 1, 9), id);
create index if not exists households_key12 on households (county, substr(place, 1, 12), id);
create index if not exists households_key15 on households (county, substr(place, 1, 15), id);
create index if not exists households_by1 on households (county, number);
create table if not exists households_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists households_words_index on households_words using gin (words);
create table if not exists household_members (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    resident bigint,
    household bigint,
    relation text collate "C" not null default '',
    kind text collate "C" not null default '',
    place text collate "C" not null default '',
    from_on date,
    to_on date,
    reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists household_members_ids;
create index if not exists household_members_key9 on household_members (county, substr(place, 1, 9), id);
create index if not exists household_members_key12 on household_members (county, substr(place, 1, 12), id);
create index if not exists household_members_key15 on household_members (county, substr(place, 1, 15), id);
create index if not exists household_members_resident on household_members (county, resident) where resident is not null;
create index if not exists household_members_household on household_members (county, household) where household is not null;
create table if not exists code_words (
    id bigint not null,
    version bigint not null default 1,
    list text collate "C" not null default '',
    code text collate "C" not null default '',
    name text collate "C" not null default '',
    synonyms text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists code_words_ids;
create index if not exists code_words_list on code_words (list);
create table if not exists incompatible_posts (
    id bigint not null,
    version bigint not null default 1,
    code_a text collate "C" not null default '',
    code_b text collate "C" not null default '',
    level text collate "C" not null default '',
    source text collate "C" not null default '',
    reason text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists incompatible_posts_ids;
create index if not exists incompatible_posts_code_a on incompatible_posts (code_a);
create index if not exists incompatible_posts_code_b on incompatible_posts (code_b);
create table if not exists appointments (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    resident bigint,
    role text collate "C" not null default '',
    place text collate "C" not null default '',
    starts_on date,
    ends_on date,
    reason text collate "C" not null default '',
    has_statement smallint not null default 0,
    needs_statement smallint not null default 0,
    considered text collate "C" not null default '',
    post bigint,
    primary key (county, id)
);
create sequence if not exists appointments_ids;
create index if not exists appointments_key9 on appointments (county, substr(place, 1, 9), id);
create index if not exists appointments_key12 on appointments (county, substr(place, 1, 12), id);
create index if not exists appointments_key15 on appointments (county, substr(place, 1, 15), id);
create index if not exists appointments_resident on appointments (county, resident) where resident is not null;
create table if not exists volunteers (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    team text collate "C" not null default '',
    skills text collate "C" not null default '',
    number text collate "C" not null default '',
    sex text collate "C" not null default '',
    birth_on date,
    phone text collate "C" not null default '',
    has_agreed smallint not null default 0,
    guardian text collate "C" not null default '',
    joined_on date,
    left_on date,
    remark text collate "C" not null default '',
    is_example smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists volunteers_ids;
create index if not exists volunteers_key9 on volunteers (county, substr(place, 1, 9), id);
create index if not exists volunteers_key12 on volunteers (county, substr(place, 1, 12), id);
create index if not exists volunteers_key15 on volunteers (county, substr(place, 1, 15), id);
create index if not exists volunteers_number on volunteers (county, number);
create table if not exists volunteers_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists volunteers_words_index on volunteers_words using gin (words);
create table if not exists visits (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    visited text collate "C" not null default '',
    visited_on date,
    words text collate "C" not null default '',
    help text collate "C" not null default '',
    next_step text collate "C" not null default '',
    place text collate "C" not null default '',
    household bigint,
    visitor text collate "C" not null default '',
    recorded_by bigint,
    recorded_at timestamp(0),
    matter bigint,
    primary key (county, id)
);
create sequence if not exists visits_ids;
create index if not exists visits_key9 on visits (county, substr(place, 1, 9), id);
create index if not exists visits_key12 on visits (county, substr(place, 1, 12), id);
create index if not exists visits_key15 on visits (county, substr(place, 1, 15), id);
create index if not exists visits_visited_on on visits (county, visited_on) where visited_on is not null;
create index if not exists visits_household on visits (county, household) where household is not null;
create table if not exists visits_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists visits_words_index on visits_words using gin (words);
create table if not exists collective_assets (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    number text collate "C" not null default '',
    kind text collate "C" not null default '',
    land text collate "C" not null default '',
    location text collate "C" not null default '',
    quantity text collate "C" not null default '',
    area bigint not null default 0,
    original_value bigint not null default 0,
    present_value bigint not null default 0,
    acquired_on date,
    condition text collate "C" not null default '',
    used_by text collate "C" not null default '',
    used_until date,
    remark text collate "C" not null default '',
    is_example smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists collective_assets_ids;
create index if not exists collective_assets_key9 on collective_assets (county, substr(place, 1, 9), id);
create index if not exists collective_assets_key12 on collective_assets (county, substr(place, 1, 12), id);
create index if not exists collective_assets_key15 on collective_assets (county, substr(place, 1, 15), id);
create index if not exists collective_assets_number on collective_assets (county, number);
create table if not exists collective_assets_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists collective_assets_words_index on collective_assets_words using gin (words);
create table if not exists contracts (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    number text collate "C" not null default '',
    kind text collate "C" not null default '',
    property bigint,
    grantor text collate "C" not null default '',
    holder text collate "C" not null default '',
    holder_number text collate "C" not null default '',
    phone text collate "C" not null default '',
    is_outsider smallint not null default 0,
    location text collate "C" not null default '',
    area bigint not null default 0,
    measured_area bigint not null default 0,
    from_on date,
    until_on date,
    pricing text collate "C" not null default '',
    rent bigint not null default 0,
    total bigint not null default 0,
    terms text collate "C" not null default '',
    deposit bigint not null default 0,
    is_oral smallint not null default 0,
    way text collate "C" not null default '',
    decision text collate "C" not null default '',
    review text collate "C" not null default '',
    cleared_on date,
    added_income bigint not null default 0,
    ended_on date,
    ended_for text collate "C" not null default '',
    doubts text collate "C" not null default '',
    remark text collate "C" not null default '',
    is_example smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists contracts_ids;
create index if not exists contracts_key9 on contracts (county, substr(place, 1, 9), id);
create index if not exists contracts_key12 on contracts (county, substr(place, 1, 12), id);
create index if not exists contracts_key15 on contracts (county, substr(place, 1, 15), id);
create index if not exists contracts_number on contracts (county, number);
create index if not exists contracts_property on contracts (county, property) where property is not null;
create index if not exists contracts_holder_number on contracts (county, holder_number);
create index if not exists contracts_until_on on contracts (county, until_on) where until_on is not null;
create index if not exists contracts_cleared_on on contracts (county, cleared_on) where cleared_on is not null;
create table if not exists contracts_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists contracts_words_index on contracts_words using gin (words);
create table if not exists shares (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    household_number text collate "C" not null default '',
    head_name text collate "C" not null default '',
    relation text collate "C" not null default '',
    sex text collate "C" not null default '',
    id_number text collate "C" not null default '',
    resident bigint,
    shares bigint not null default 0,
    certificate text collate "C" not null default '',
    joined_on date,
    left_on date,
    left_for text collate "C" not null default '',
    remark text collate "C" not null default '',
    is_example smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists shares_ids;
create index if not exists shares_key9 on shares (county, substr(place, 1, 9), id);
create index if not exists shares_key12 on shares (county, substr(place, 1, 12), id);
create index if not exists shares_key15 on shares (county, substr(place, 1, 15), id);
create index if not exists shares_household_number on shares (county, household_number);
create index if not exists shares_id_number on shares (county, id_number);
create index if not exists shares_resident on shares (county, resident) where resident is not null;
create table if not exists shares_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists shares_words_index on shares_words using gin (words);
create table if not exists party_organisations (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    kind text collate "C" not null default '',
    place text collate "C" not null default '',
    parent bigint,
    founded_on date,
    dissolved_on date,
    is_rural smallint not null default 0,
    phone text collate "C" not null default '',
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists party_organisations_ids;
create index if not exists party_organisations_key9 on party_organisations (county, substr(place, 1, 9), id);
create index if not exists party_organisations_key12 on party_organisations (county, substr(place, 1, 12), id);
create index if not exists party_organisations_key15 on party_organisations (county, substr(place, 1, 15), id);
create index if not exists party_organisations_parent on party_organisations (county, parent) where parent is not null;
create table if not exists party_organisations_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists party_organisations_words_index on party_organisations_words using gin (words);
create table if not exists party_group_grids (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    organisation bigint,
    from_on date,
    to_on date,
    primary key (county, id)
);
create sequence if not exists party_group_grids_ids;
create index if not exists party_group_grids_key9 on party_group_grids (county, substr(place, 1, 9), id);
create index if not exists party_group_grids_key12 on party_group_grids (county, substr(place, 1, 12), id);
create index if not exists party_group_grids_key15 on party_group_grids (county, substr(place, 1, 15), id);
create index if not exists party_group_grids_organisation on party_group_grids (county, organisation) where organisation is not null;
create index if not exists party_group_grids_by1 on party_group_grids (county, place);
create table if not exists party_members (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    resident bigint,
    organisation bigint,
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    joined_on date,
    full_on date,
    status text collate "C" not null default '',
    from_on date,
    to_on date,
    grid text collate "C" not null default '',
    is_example smallint not null default 0,
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists party_members_ids;
create index if not exists party_members_key9 on party_members (county, substr(place, 1, 9), id);
create index if not exists party_members_key12 on party_members (county, substr(place, 1, 12), id);
create index if not exists party_members_key15 on party_members (county, substr(place, 1, 15), id);
create index if not exists party_members_resident on party_members (county, resident) where resident is not null;
create index if not exists party_members_organisation on party_members (county, organisation) where organisation is not null;
create index if not exists party_members_by1 on party_members (county, grid);
create table if not exists party_members_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists party_members_words_index on party_members_words using gin (words);
create table if not exists centre_households (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    member bigint,
    household bigint,
    named_on date,
    ended_on date,
    primary key (county, id)
);
create sequence if not exists centre_households_ids;
create index if not exists centre_households_key9 on centre_households (county, substr(place, 1, 9), id);
create index if not exists centre_households_key12 on centre_households (county, substr(place, 1, 12), id);
create index if not exists centre_households_key15 on centre_households (county, substr(place, 1, 15), id);
create table if not exists red_star_homes (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    organisation bigint,
    built_on date,
    closed_on date,
    address text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists red_star_homes_ids;
create index if not exists red_star_homes_key9 on red_star_homes (county, substr(place, 1, 9), id);
create index if not exists red_star_homes_key12 on red_star_homes (county, substr(place, 1, 12), id);
create index if not exists red_star_homes_key15 on red_star_homes (county, substr(place, 1, 15), id);
create table if not exists pledges (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    member bigint,
    content text collate "C" not null default '',
    place text collate "C" not null default '',
    pledged_on date,
    kept_on date,
    result text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists pledges_ids;
create index if not exists pledges_key9 on pledges (county, substr(place, 1, 9), id);
create index if not exists pledges_key12 on pledges (county, substr(place, 1, 12), id);
create index if not exists pledges_key15 on pledges (county, substr(place, 1, 15), id);
create index if not exists pledges_member on pledges (county, member) where member is not null;
create index if not exists pledges_by1 on pledges (county, place, pledged_on, member);
create table if not exists matter_categories (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    parent text collate "C" not null default '',
    name text collate "C" not null default '',
    layer text collate "C" not null default '',
    complexity text collate "C" not null default '',
    keywords text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists matter_categories_ids;
create unique index if not exists matter_categories_code on matter_categories (code) where code <> '';
create table if not exists matter_layers (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    name text collate "C" not null default '',
    offices text collate "C" not null default '',
    department text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists matter_layers_ids;
create unique index if not exists matter_layers_code on matter_layers (code) where code <> '';
create table if not exists place_layers (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    layer bigint,
    responsible text collate "C" not null default '',
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists place_layers_ids;
create index if not exists place_layers_key9 on place_layers (county, substr(place, 1, 9), id);
create index if not exists place_layers_key12 on place_layers (county, substr(place, 1, 12), id);
create index if not exists place_layers_key15 on place_layers (county, substr(place, 1, 15), id);
create table if not exists matters (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    story text collate "C" not null default '',
    kind text collate "C" not null default '',
    category text collate "C" not null default '',
    category_name text collate "C" not null default '',
    layer text collate "C" not null default '',
    status text collate "C" not null default '',
    source text collate "C" not null default '',
    intake_by text collate "C" not null default '',
    level text collate "C" not null default '',
    unit text collate "C" not null default '',
    department text collate "C" not null default '',
    office text collate "C" not null default '',
    complexity text collate "C" not null default '',
    urgent smallint not null default 0,
    is_public smallint not null default 0,
    receipt text collate "C" not null default '',
    caller_count bigint not null default 0,
    recorded_by bigint,
    reported_at timestamp(0),
    reported_on date,
    response_due_on date,
    accepted_on date,
    response text collate "C" not null default '',
    dispatched_on date,
    due_on date,
    resolved_on date,
    resolution text collate "C" not null default '',
    replied_on date,
    visit_due_on date,
    visited_on date,
    closed_on date,
    mediated_on date,
    answer text collate "C" not null default '',
    satisfied text collate "C" not null default '',
    rework_count bigint not null default 0,
    extension text collate "C" not null default '',
    extension_days bigint not null default 0,
    extension_reason text collate "C" not null default '',
    paused_on date,
    pause_reason text collate "C" not null default '',
    paused_in text collate "C" not null default '',
    merged_into bigint,
    closing_reason text collate "C" not null default '',
    escalates_after date,
    escalated_count bigint not null default 0,
    primary key (county, id)
);
create sequence if not exists matters_ids;
create index if not exists matters_key9 on matters (county, substr(place, 1, 9), id);
create index if not exists matters_key12 on matters (county, substr(place, 1, 12), id);
create index if not exists matters_key15 on matters (county, substr(place, 1, 15), id);
create unique index if not exists matters_receipt on matters (county, receipt) where receipt <> '';
create index if not exists matters_merged_into on matters (county, merged_into) where merged_into is not null;
create index if not exists matters_escalates_after on matters (county, escalates_after) where escalates_after is not null;
create index if not exists matters_by1 on matters (county, status, id);
create index if not exists matters_by2 on matters (county, recorded_by, id);
create index if not exists matters_by3 on matters (county, unit, status);
create index if not exists matters_by4 on matters (county, is_public, reported_at);
create index if not exists matters_by5 on matters (county, category, reported_on);
create table if not exists matters_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists matters_words_index on matters_words using gin (words);
create table if not exists matter_callers (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    matter bigint,
    raised bigint,
    name text collate "C" not null default '',
    phone text collate "C" not null default '',
    receipt text collate "C" not null default '',
    wants_reply smallint not null default 0,
    withdrawn smallint not null default 0,
    verdict text collate "C" not null default '',
    raised_at timestamp(0),
    primary key (county, id)
);
create sequence if not exists matter_callers_ids;
create index if not exists matter_callers_key9 on matter_callers (county, substr(place, 1, 9), id);
create index if not exists matter_callers_key12 on matter_callers (county, substr(place, 1, 12), id);
create index if not exists matter_callers_key15 on matter_callers (county, substr(place, 1, 15), id);
create index if not exists matter_callers_matter on matter_callers (county, matter) where matter is not null;
create unique index if not exists matter_callers_receipt on matter_callers (county, receipt) where receipt <> '';
create table if not exists matter_units (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    matter bigint,
    unit text collate "C" not null default '',
    department text collate "C" not null default '',
    office text collate "C" not null default '',
    task text collate "C" not null default '',
    answer text collate "C" not null default '',
    asked_on date,
    done_on date,
    primary key (county, id)
);
create sequence if not exists matter_units_ids;
create index if not exists matter_units_key9 on matter_units (county, substr(place, 1, 9), id);
create index if not exists matter_units_key12 on matter_units (county, substr(place, 1, 12), id);
create index if not exists matter_units_key15 on matter_units (county, substr(place, 1, 15), id);
create index if not exists matter_units_matter on matter_units (county, matter) where matter is not null;
create table if not exists accusations (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    number text collate "C" not null default '',
    place text collate "C" not null default '',
    status text collate "C" not null default '',
    story text collate "C" not null default '',
    name text collate "C" not null default '',
    phone text collate "C" not null default '',
    result text collate "C" not null default '',
    receipt text collate "C" not null default '',
    received_on date,
    closed_on date,
    primary key (county, id)
);
create sequence if not exists accusations_ids;
create index if not exists accusations_key9 on accusations (county, substr(place, 1, 9), id);
create index if not exists accusations_key12 on accusations (county, substr(place, 1, 12), id);
create index if not exists accusations_key15 on accusations (county, substr(place, 1, 15), id);
create unique index if not exists accusations_receipt on accusations (county, receipt) where receipt <> '';
create table if not exists dispute_categories (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    name text collate "C" not null default '',
    list text collate "C" not null default '',
    maps_to text collate "C" not null default '',
    is_family smallint not null default 0,
    is_status smallint not null default 0,
    keywords text collate "C" not null default '',
    valid_from date,
    valid_to date,
    source text collate "C" not null default '',
    grade text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists dispute_categories_ids;
create unique index if not exists dispute_categories_code on dispute_categories (code) where code <> '';
create table if not exists mediation_steps (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    method text collate "C" not null default '',
    ordinal bigint not null default 0,
    name text collate "C" not null default '',
    prompt text collate "C" not null default '',
    region text collate "C" not null default '',
    source text collate "C" not null default '',
    grade text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists mediation_steps_ids;
create unique index if not exists mediation_steps_code on mediation_steps (code) where code <> '';
create table if not exists mediation_committees (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    multi_ethnic smallint not null default 0,
    founded_on date,
    term_from date,
    term_to date,
    closed_on date,
    phone text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists mediation_committees_ids;
create index if not exists mediation_committees_key9 on mediation_committees (county, substr(place, 1, 9), id);
create index if not exists mediation_committees_key12 on mediation_committees (county, substr(place, 1, 12), id);
create index if not exists mediation_committees_key15 on mediation_committees (county, substr(place, 1, 15), id);
create table if not exists mediation_committees_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists mediation_committees_words_index on mediation_committees_words using gin (words);
create table if not exists mediation_rooms (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    committee bigint,
    opened_on date,
    closed_on date,
    address text collate "C" not null default '',
    hours text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists mediation_rooms_ids;
create index if not exists mediation_rooms_key9 on mediation_rooms (county, substr(place, 1, 9), id);
create index if not exists mediation_rooms_key12 on mediation_rooms (county, substr(place, 1, 12), id);
create index if not exists mediation_rooms_key15 on mediation_rooms (county, substr(place, 1, 15), id);
create index if not exists mediation_rooms_committee on mediation_rooms (county, committee) where committee is not null;
create table if not exists mediation_rooms_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists mediation_rooms_words_index on mediation_rooms_words using gin (words);
create table if not exists mediators (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    committee bigint,
    position text collate "C" not null default '',
    room bigint,
    account bigint,
    resident bigint,
    is_woman smallint not null default 0,
    is_minority smallint not null default 0,
    is_party_member smallint not null default 0,
    is_deputy smallint not null default 0,
    is_cppcc_member smallint not null default 0,
    is_veteran smallint not null default 0,
    from_on date,
    to_on date,
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists mediators_ids;
create index if not exists mediators_key9 on mediators (county, substr(place, 1, 9), id);
create index if not exists mediators_key12 on mediators (county, substr(place, 1, 12), id);
create index if not exists mediators_key15 on mediators (county, substr(place, 1, 15), id);
create index if not exists mediators_committee on mediators (county, committee) where committee is not null;
create index if not exists mediators_room on mediators (county, room) where room is not null;
create index if not exists mediators_account on mediators (county, account) where account is not null;
create index if not exists mediators_resident on mediators (county, resident) where resident is not null;
create table if not exists mediators_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists mediators_words_index on mediators_words using gin (words);
create table if not exists screening_plans (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    rhythm text collate "C" not null default '',
    from_on date,
    to_on date,
    wants_zero_report smallint not null default 0,
    ordered_by text collate "C" not null default '',
    remark text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists screening_plans_ids;
create index if not exists screening_plans_key9 on screening_plans (county, substr(place, 1, 9), id);
create index if not exists screening_plans_key12 on screening_plans (county, substr(place, 1, 12), id);
create index if not exists screening_plans_key15 on screening_plans (county, substr(place, 1, 15), id);
create table if not exists screening_plans_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists screening_plans_words_index on screening_plans_words using gin (words);
create table if not exists screenings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    plan bigint,
    from_on date,
    held_on date,
    who text collate "C" not null default '',
    looked_at text collate "C" not null default '',
    household_count bigint not null default 0,
    found_count bigint not null default 0,
    is_zero_report smallint not null default 0,
    recorded_by bigint,
    primary key (county, id)
);
create sequence if not exists screenings_ids;
create index if not exists screenings_key9 on screenings (county, substr(place, 1, 9), id);
create index if not exists screenings_key12 on screenings (county, substr(place, 1, 12), id);
create index if not exists screenings_key15 on screenings (county, substr(place, 1, 15), id);
create index if not exists screenings_plan on screenings (county, plan) where plan is not null;
create index if not exists screenings_by1 on screenings (county, held_on, place);
create table if not exists disputes (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    category text collate "C" not null default '',
    category_name text collate "C" not null default '',
    is_family smallint not null default 0,
    status text collate "C" not null default '',
    source text collate "C" not null default '',
    level text collate "C" not null default '',
    unit text collate "C" not null default '',
    committee bigint,
    screening bigint,
    matter bigint,
    lock text collate "C" not null default '',
    facts text collate "C" not null default '',
    demands text collate "C" not null default '',
    measures text collate "C" not null default '',
    parcel text collate "C" not null default '',
    risk text collate "C" not null default '',
    police_told_at timestamp(0),
    police text collate "C" not null default '',
    is_difficult smallint not null default 0,
    is_joint smallint not null default 0,
    is_open smallint not null default 0,
    people_count bigint not null default 0,
    party_count bigint not null default 0,
    mediator_count bigint not null default 0,
    amount bigint not null default 0,
    by_party_members smallint not null default 0,
    by_deputies smallint not null default 0,
    by_cppcc_members smallint not null default 0,
    by_veterans smallint not null default 0,
    by_women smallint not null default 0,
    method text collate "C" not null default '',
    recorded_by bigint,
    found_on date,
    registered_on date,
    register_due_on date,
    told_on date,
    accepted_on date,
    due_on date,
    is_extended smallint not null default 0,
    outcome text collate "C" not null default '',
    ended_on date,
    form text collate "C" not null default '',
    effective_on date,
    next_due_on date,
    performed_on date,
    visit_due_on date,
    visited_on date,
    satisfaction text collate "C" not null default '',
    confirm_due_on date,
    confirmation text collate "C" not null default '',
    confirm_applied_on date,
    confirm_court_due_on date,
    is_court_extended smallint not null default 0,
    confirm_decided_on date,
    court text collate "C" not null default '',
    routes_told_on date,
    number text collate "C" not null default '',
    filed_on date,
    filer text collate "C" not null default '',
    retention text collate "C" not null default '',
    missing_reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists disputes_ids;
create index if not exists disputes_key9 on disputes (county, substr(place, 1, 9), id);
create index if not exists disputes_key12 on disputes (county, substr(place, 1, 12), id);
create index if not exists disputes_key15 on disputes (county, substr(place, 1, 15), id);
create index if not exists disputes_screening on disputes (county, screening) where screening is not null;
create index if not exists disputes_matter on disputes (county, matter) where matter is not null;
create index if not exists disputes_recorded_by on disputes (county, recorded_by) where recorded_by is not null;
create index if not exists disputes_by1 on disputes (county, parcel);
create index if not exists disputes_by2 on disputes (county, accepted_on, place);
create index if not exists disputes_by3 on disputes (county, found_on, place);
create index if not exists disputes_by4 on disputes (county, confirmation, confirm_decided_on);
create index if not exists disputes_by5 on disputes (county, status, ended_on);
create index if not exists disputes_by6 on disputes (county, substr(place, 1, 12), category, found_on);
create table if not exists disputes_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists disputes_words_index on disputes_words using gin (words);
create table if not exists dispute_parties (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    side text collate "C" not null default '',
    kind text collate "C" not null default '',
    resident bigint,
    household bigint,
    name text collate "C" not null default '',
    sex text collate "C" not null default '',
    birth_on date,
    ethnic_group text collate "C" not null default '',
    occupation text collate "C" not null default '',
    phone text collate "C" not null default '',
    address text collate "C" not null default '',
    is_representative smallint not null default 0,
    represented_count bigint not null default 0,
    proxy text collate "C" not null default '',
    receipt text collate "C" not null default '',
    consented_on date,
    signed_on date,
    signing text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists dispute_parties_ids;
create index if not exists dispute_parties_key9 on dispute_parties (county, substr(place, 1, 9), id);
create index if not exists dispute_parties_key12 on dispute_parties (county, substr(place, 1, 12), id);
create index if not exists dispute_parties_key15 on dispute_parties (county, substr(place, 1, 15), id);
create index if not exists dispute_parties_dispute on dispute_parties (county, dispute) where dispute is not null;
create index if not exists dispute_parties_resident on dispute_parties (county, resident) where resident is not null;
create index if not exists dispute_parties_household on dispute_parties (county, household) where household is not null;
create index if not exists dispute_parties_name on dispute_parties (county, name);
create unique index if not exists dispute_parties_receipt on dispute_parties (county, receipt) where receipt <> '';
create table if not exists dispute_mediators (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    mediator bigint,
    account bigint,
    name text collate "C" not null default '',
    role text collate "C" not null default '',
    standing text collate "C" not null default '',
    chosen_by text collate "C" not null default '',
    consented smallint not null default 0,
    has_statement smallint not null default 0,
    from_on date,
    to_on date,
    primary key (county, id)
);
create sequence if not exists dispute_mediators_ids;
create index if not exists dispute_mediators_key9 on dispute_mediators (county, substr(place, 1, 9), id);
create index if not exists dispute_mediators_key12 on dispute_mediators (county, substr(place, 1, 12), id);
create index if not exists dispute_mediators_key15 on dispute_mediators (county, substr(place, 1, 15), id);
create index if not exists dispute_mediators_dispute on dispute_mediators (county, dispute) where dispute is not null;
create index if not exists dispute_mediators_mediator on dispute_mediators (county, mediator) where mediator is not null;
create index if not exists dispute_mediators_account on dispute_mediators (county, account) where account is not null;
create table if not exists dispute_papers (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    item text collate "C" not null default '',
    ordinal bigint not null default 0,
    held_on date,
    step text collate "C" not null default '',
    location text collate "C" not null default '',
    persons text collate "C" not null default '',
    words text collate "C" not null default '',
    result text collate "C" not null default '',
    satisfaction text collate "C" not null default '',
    writer text collate "C" not null default '',
    written_at timestamp(0),
    primary key (county, id)
);
create sequence if not exists dispute_papers_ids;
create index if not exists dispute_papers_key9 on dispute_papers (county, substr(place, 1, 9), id);
create index if not exists dispute_papers_key12 on dispute_papers (county, substr(place, 1, 12), id);
create index if not exists dispute_papers_key15 on dispute_papers (county, substr(place, 1, 15), id);
create index if not exists dispute_papers_dispute on dispute_papers (county, dispute) where dispute is not null;
create table if not exists dispute_agreements (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    form text collate "C" not null default '',
    facts text collate "C" not null default '',
    terms text collate "C" not null default '',
    performance text collate "C" not null default '',
    perform_by date,
    at_once smallint not null default 0,
    copies bigint not null default 0,
    oral_reason text collate "C" not null default '',
    reached_on date,
    mediator_signed_on date,
    sealed_on date,
    effective_on date,
    replaced_on date,
    primary key (county, id)
);
create sequence if not exists dispute_agreements_ids;
create index if not exists dispute_agreements_key9 on dispute_agreements (county, substr(place, 1, 9), id);
create index if not exists dispute_agreements_key12 on dispute_agreements (county, substr(place, 1, 12), id);
create index if not exists dispute_agreements_key15 on dispute_agreements (county, substr(place, 1, 15), id);
create index if not exists dispute_agreements_dispute on dispute_agreements (county, dispute) where dispute is not null;
create table if not exists dispute_returns (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    from_on date,
    to_on date,
    cells text collate "C" not null default '',
    sent_on date,
    sender text collate "C" not null default '',
    receiver text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists dispute_returns_ids;
create index if not exists dispute_returns_key9 on dispute_returns (county, substr(place, 1, 9), id);
create index if not exists dispute_returns_key12 on dispute_returns (county, substr(place, 1, 12), id);
create index if not exists dispute_returns_key15 on dispute_returns (county, substr(place, 1, 15), id);
create table if not exists dispute_instalments (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    agreement bigint,
    ordinal bigint not null default 0,
    what text collate "C" not null default '',
    amount bigint not null default 0,
    due_on date,
    done_on date,
    proof text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists dispute_instalments_ids;
create index if not exists dispute_instalments_key9 on dispute_instalments (county, substr(place, 1, 9), id);
create index if not exists dispute_instalments_key12 on dispute_instalments (county, substr(place, 1, 12), id);
create index if not exists dispute_instalments_key15 on dispute_instalments (county, substr(place, 1, 15), id);
create index if not exists dispute_instalments_dispute on dispute_instalments (county, dispute) where dispute is not null;
create table if not exists dispute_openings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    dispute bigint,
    account bigint,
    actor text collate "C" not null default '',
    title text collate "C" not null default '',
    reason text collate "C" not null default '',
    opened_on date,
    primary key (county, id)
);
create sequence if not exists dispute_openings_ids;
create index if not exists dispute_openings_key9 on dispute_openings (county, substr(place, 1, 9), id);
create index if not exists dispute_openings_key12 on dispute_openings (county, substr(place, 1, 12), id);
create index if not exists dispute_openings_key15 on dispute_openings (county, substr(place, 1, 15), id);
create index if not exists dispute_openings_dispute on dispute_openings (county, dispute) where dispute is not null;
create table if not exists dossier_numbers (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    words text collate "C" not null default '',
    place text collate "C" not null default '',
    year bigint not null default 0,
    number bigint not null default 0,
    dispute bigint,
    given_on date,
    voided_on date,
    void_reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists dossier_numbers_ids;
create index if not exists dossier_numbers_key9 on dossier_numbers (county, substr(place, 1, 9), id);
create index if not exists dossier_numbers_key12 on dossier_numbers (county, substr(place, 1, 12), id);
create index if not exists dossier_numbers_key15 on dossier_numbers (county, substr(place, 1, 15), id);
create index if not exists dossier_numbers_dispute on dossier_numbers (county, dispute) where dispute is not null;
create table if not exists dossier_numbers_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists dossier_numbers_words_index on dossier_numbers_words using gin (words);
create table if not exists points_accounts (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    side text collate "C" not null default '',
    subject bigint not null default 0,
    honour bigint not null default 0,
    redeemable bigint not null default 0,
    opened_on date,
    closed_on date,
    check (redeemable >= 0 or side not in ('household', 'member', 'team')),
    primary key (county, id)
);
create sequence if not exists points_accounts_ids;
create unique index if not exists points_accounts_key on points_accounts (county, key) where key <> '';
create index if not exists points_accounts_by1 on points_accounts (county, place, side);
create index if not exists points_accounts_by2 on points_accounts (county, subject);
create table if not exists points_postings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    posted_on date,
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    kind text collate "C" not null default '',
    account bigint,
    against bigint,
    honour bigint not null default 0,
    redeemable bigint not null default 0,
    reason text collate "C" not null default '',
    origin text collate "C" not null default '',
    origin_id bigint not null default 0,
    primary key (county, id)
);
create sequence if not exists points_postings_ids;
create unique index if not exists points_postings_key on points_postings (county, key) where key <> '';
create index if not exists points_postings_account on points_postings (county, account) where account is not null;
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger points_postings_is_lasting before update or delete or truncate on points_postings
    for each statement execute function refuse_change();
create table if not exists points_entries (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    posting bigint,
    account bigint,
    side text collate "C" not null default '',
    honour bigint not null default 0,
    redeemable bigint not null default 0,
    posted_on date,
    primary key (county, id)
);
create sequence if not exists points_entries_ids;
create index if not exists points_entries_posting on points_entries (county, posting) where posting is not null;
create index if not exists points_entries_account on points_entries (county, account) where account is not null;
create index if not exists points_entries_by1 on points_entries (county, place, posted_on);
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger points_entries_is_lasting before update or delete or truncate on points_entries
    for each statement execute function refuse_change();
create table if not exists points_adjustments (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    made_on date,
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    kind text collate "C" not null default '',
    account bigint,
    account_name text collate "C" not null default '',
    honour bigint not null default 0,
    redeemable bigint not null default 0,
    reason text collate "C" not null default '',
    reverses bigint,
    primary key (county, id)
);
create sequence if not exists points_adjustments_ids;
create index if not exists points_adjustments_key9 on points_adjustments (county, substr(place, 1, 9), id);
create index if not exists points_adjustments_key12 on points_adjustments (county, substr(place, 1, 12), id);
create index if not exists points_adjustments_key15 on points_adjustments (county, substr(place, 1, 15), id);
create unique index if not exists points_adjustments_key on points_adjustments (county, key) where key <> '';
create index if not exists points_adjustments_account on points_adjustments (county, account) where account is not null;
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger points_adjustments_is_lasting before update or delete or truncate on points_adjustments
    for each statement execute function refuse_change();
create table if not exists points_exemptions (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    account_name text collate "C" not null default '',
    place text collate "C" not null default '',
    account bigint,
    reason text collate "C" not null default '',
    from_on date,
    until_on date,
    primary key (county, id)
);
create sequence if not exists points_exemptions_ids;
create index if not exists points_exemptions_key9 on points_exemptions (county, substr(place, 1, 9), id);
create index if not exists points_exemptions_key12 on points_exemptions (county, substr(place, 1, 12), id);
create index if not exists points_exemptions_key15 on points_exemptions (county, substr(place, 1, 15), id);
create index if not exists points_exemptions_account on points_exemptions (county, account) where account is not null;
create table if not exists points_expiries (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    account_name text collate "C" not null default '',
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    account bigint,
    points bigint not null default 0,
    told_on date,
    due_on date,
    expired bigint not null default 0,
    done_on date,
    primary key (county, id)
);
create sequence if not exists points_expiries_ids;
create index if not exists points_expiries_key9 on points_expiries (county, substr(place, 1, 9), id);
create index if not exists points_expiries_key12 on points_expiries (county, substr(place, 1, 12), id);
create index if not exists points_expiries_key15 on points_expiries (county, substr(place, 1, 15), id);
create unique index if not exists points_expiries_key on points_expiries (county, key) where key <> '';
create index if not exists points_expiries_account on points_expiries (county, account) where account is not null;
create index if not exists points_expiries_due_on on points_expiries (county, due_on) where due_on is not null;
create table if not exists points_expiries_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_expiries_words_index on points_expiries_words using gin (words);
create table if not exists points_shops (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    address text collate "C" not null default '',
    opening text collate "C" not null default '',
    next_open_on date,
    phone text collate "C" not null default '',
    closed_on date,
    primary key (county, id)
);
create sequence if not exists points_shops_ids;
create index if not exists points_shops_key9 on points_shops (county, substr(place, 1, 9), id);
create index if not exists points_shops_key12 on points_shops (county, substr(place, 1, 12), id);
create index if not exists points_shops_key15 on points_shops (county, substr(place, 1, 15), id);
create table if not exists points_shops_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_shops_words_index on points_shops_words using gin (words);
create table if not exists points_goods (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    shop bigint,
    code text collate "C" not null default '',
    spec text collate "C" not null default '',
    price bigint not null default 0,
    cost bigint not null default 0,
    is_withdrawn smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists points_goods_ids;
create index if not exists points_goods_key9 on points_goods (county, substr(place, 1, 9), id);
create index if not exists points_goods_key12 on points_goods (county, substr(place, 1, 12), id);
create index if not exists points_goods_key15 on points_goods (county, substr(place, 1, 15), id);
create index if not exists points_goods_by1 on points_goods (county, shop, id);
create table if not exists points_goods_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_goods_words_index on points_goods_words using gin (words);
create table if not exists points_stocks (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    goods bigint,
    key text collate "C" not null default '',
    quantity bigint not null default 0,
    check (quantity >= 0),
    primary key (county, id)
);
create sequence if not exists points_stocks_ids;
create unique index if not exists points_stocks_key on points_stocks (county, key) where key <> '';
create table if not exists points_movements (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    goods bigint,
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    quantity bigint not null default 0,
    paid bigint not null default 0,
    source text collate "C" not null default '',
    donor text collate "C" not null default '',
    batch text collate "C" not null default '',
    note text collate "C" not null default '',
    moved_on date,
    primary key (county, id)
);
create sequence if not exists points_movements_ids;
create index if not exists points_movements_key9 on points_movements (county, substr(place, 1, 9), id);
create index if not exists points_movements_key12 on points_movements (county, substr(place, 1, 12), id);
create index if not exists points_movements_key15 on points_movements (county, substr(place, 1, 15), id);
create index if not exists points_movements_goods on points_movements (county, goods) where goods is not null;
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger points_movements_is_lasting before update or delete or truncate on points_movements
    for each statement execute function refuse_change();
create table if not exists points_fundings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    received_on date,
    place text collate "C" not null default '',
    source text collate "C" not null default '',
    donor text collate "C" not null default '',
    amount bigint not null default 0,
    note text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists points_fundings_ids;
create index if not exists points_fundings_key9 on points_fundings (county, substr(place, 1, 9), id);
create index if not exists points_fundings_key12 on points_fundings (county, substr(place, 1, 12), id);
create index if not exists points_fundings_key15 on points_fundings (county, substr(place, 1, 15), id);
create table if not exists points_fundings_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_fundings_words_index on points_fundings_words using gin (words);
create table if not exists points_redemptions (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    account_name text collate "C" not null default '',
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    account bigint,
    goods bigint,
    goods_name text collate "C" not null default '',
    quantity bigint not null default 0,
    points bigint not null default 0,
    cost bigint not null default 0,
    status text collate "C" not null default '',
    by_proxy smallint not null default 0,
    receiver text collate "C" not null default '',
    handler text collate "C" not null default '',
    redeemed_on date,
    returned_on date,
    return_reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists points_redemptions_ids;
create index if not exists points_redemptions_key9 on points_redemptions (county, substr(place, 1, 9), id);
create index if not exists points_redemptions_key12 on points_redemptions (county, substr(place, 1, 12), id);
create index if not exists points_redemptions_key15 on points_redemptions (county, substr(place, 1, 15), id);
create unique index if not exists points_redemptions_key on points_redemptions (county, key) where key <> '';
create index if not exists points_redemptions_account on points_redemptions (county, account) where account is not null;
create table if not exists points_schemes (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    side text collate "C" not null default '',
    edition bigint not null default 0,
    status text collate "C" not null default '',
    base bigint not null default 0,
    cap bigint not null default 0,
    is_redeemable smallint not null default 0,
    expiry_months bigint not null default 0,
    point_cost bigint not null default 0,
    purpose text collate "C" not null default '',
    replaces bigint,
    notice bigint,
    decided_on date,
    decision text collate "C" not null default '',
    in_force_on date,
    ended_on date,
    primary key (county, id)
);
create sequence if not exists points_schemes_ids;
create index if not exists points_schemes_key9 on points_schemes (county, substr(place, 1, 9), id);
create index if not exists points_schemes_key12 on points_schemes (county, substr(place, 1, 12), id);
create index if not exists points_schemes_key15 on points_schemes (county, substr(place, 1, 15), id);
create table if not exists points_schemes_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_schemes_words_index on points_schemes_words using gin (words);
create table if not exists points_items (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    scheme bigint,
    place text collate "C" not null default '',
    code text collate "C" not null default '',
    class text collate "C" not null default '',
    is_deduction smallint not null default 0,
    points bigint not null default 0,
    unit text collate "C" not null default '',
    cap bigint not null default 0,
    period text collate "C" not null default '',
    evidence text collate "C" not null default '',
    by_self smallint not null default 0,
    needs_attendance smallint not null default 0,
    statistic text collate "C" not null default '',
    basis text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists points_items_ids;
create index if not exists points_items_key9 on points_items (county, substr(place, 1, 9), id);
create index if not exists points_items_key12 on points_items (county, substr(place, 1, 12), id);
create index if not exists points_items_key15 on points_items (county, substr(place, 1, 15), id);
create index if not exists points_items_scheme on points_items (county, scheme) where scheme is not null;
create table if not exists points_items_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_items_words_index on points_items_words using gin (words);
create table if not exists points_forbidden (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    title text collate "C" not null default '',
    words text collate "C" not null default '',
    unless text collate "C" not null default '',
    deductions_only smallint not null default 0,
    reason text collate "C" not null default '',
    source text collate "C" not null default '',
    grade text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists points_forbidden_ids;
create table if not exists points_claims (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    item_name text collate "C" not null default '',
    account_name text collate "C" not null default '',
    place text collate "C" not null default '',
    receipt text collate "C" not null default '',
    account bigint,
    side text collate "C" not null default '',
    scheme bigint,
    item bigint,
    item_code text collate "C" not null default '',
    statistic text collate "C" not null default '',
    is_deduction smallint not null default 0,
    quantity bigint not null default 0,
    honour bigint not null default 0,
    redeemable bigint not null default 0,
    happened_on date,
    story text collate "C" not null default '',
    witness text collate "C" not null default '',
    declared_by text collate "C" not null default '',
    declarer text collate "C" not null default '',
    origin text collate "C" not null default '',
    origin_id bigint not null default 0,
    declared_on date,
    status text collate "C" not null default '',
    appealed_in text collate "C" not null default '',
    round bigint not null default 0,
    agree_count bigint not null default 0,
    disagree_count bigint not null default 0,
    reason text collate "C" not null default '',
    appeal text collate "C" not null default '',
    notice bigint,
    effective_on date,
    primary key (county, id)
);
create sequence if not exists points_claims_ids;
create index if not exists points_claims_key9 on points_claims (county, substr(place, 1, 9), id);
create index if not exists points_claims_key12 on points_claims (county, substr(place, 1, 12), id);
create index if not exists points_claims_key15 on points_claims (county, substr(place, 1, 15), id);
create unique index if not exists points_claims_receipt on points_claims (county, receipt) where receipt <> '';
create index if not exists points_claims_account on points_claims (county, account) where account is not null;
create index if not exists points_claims_by1 on points_claims (county, status, id);
create index if not exists points_claims_by2 on points_claims (county, origin_id);
create table if not exists points_claims_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists points_claims_words_index on points_claims_words using gin (words);
create table if not exists points_voices (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    claim bigint,
    place text collate "C" not null default '',
    round bigint not null default 0,
    account bigint,
    person bigint,
    name text collate "C" not null default '',
    verdict text collate "C" not null default '',
    words text collate "C" not null default '',
    spoken_on date,
    primary key (county, id)
);
create sequence if not exists points_voices_ids;
create index if not exists points_voices_key9 on points_voices (county, substr(place, 1, 9), id);
create index if not exists points_voices_key12 on points_voices (county, substr(place, 1, 12), id);
create index if not exists points_voices_key15 on points_voices (county, substr(place, 1, 15), id);
create index if not exists points_voices_claim on points_voices (county, claim) where claim is not null;
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger points_voices_is_lasting before update or delete or truncate on points_voices
    for each statement execute function refuse_change();
create table if not exists points_cards (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    account_name text collate "C" not null default '',
    place text collate "C" not null default '',
    account bigint,
    number text collate "C" not null default '',
    secret text collate "C" not null default '',
    issued_on date,
    revoked_on date,
    reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists points_cards_ids;
create index if not exists points_cards_key9 on points_cards (county, substr(place, 1, 9), id);
create index if not exists points_cards_key12 on points_cards (county, substr(place, 1, 12), id);
create index if not exists points_cards_key15 on points_cards (county, substr(place, 1, 15), id);
create index if not exists points_cards_account on points_cards (county, account) where account is not null;
create index if not exists points_cards_number on points_cards (county, number);
create unique index if not exists points_cards_secret on points_cards (county, secret) where secret <> '';
create table if not exists star_steps (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    region text collate "C" not null default '',
    from_score bigint not null default 0,
    stars bigint not null default 0,
    title text collate "C" not null default '',
    source text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists star_steps_ids;
create table if not exists member_stars (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    account bigint,
    year bigint not null default 0,
    score bigint not null default 0,
    stars bigint not null default 0,
    title text collate "C" not null default '',
    is_exempt smallint not null default 0,
    settled_on date,
    primary key (county, id)
);
create sequence if not exists member_stars_ids;
create index if not exists member_stars_key9 on member_stars (county, substr(place, 1, 9), id);
create index if not exists member_stars_key12 on member_stars (county, substr(place, 1, 12), id);
create index if not exists member_stars_key15 on member_stars (county, substr(place, 1, 15), id);
create unique index if not exists member_stars_key on member_stars (county, key) where key <> '';
create index if not exists member_stars_account on member_stars (county, account) where account is not null;
create index if not exists member_stars_by1 on member_stars (county, place, year);
create table if not exists member_stars_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists member_stars_words_index on member_stars_words using gin (words);
create table if not exists star_reviews (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    organisation_name text collate "C" not null default '',
    place text collate "C" not null default '',
    organisation bigint,
    year bigint not null default 0,
    key text collate "C" not null default '',
    status text collate "C" not null default '',
    held_on date,
    due bigint not null default 0,
    present bigint not null default 0,
    ballots bigint not null default 0,
    concluded_on date,
    conclusion text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists star_reviews_ids;
create index if not exists star_reviews_key9 on star_reviews (county, substr(place, 1, 9), id);
create index if not exists star_reviews_key12 on star_reviews (county, substr(place, 1, 12), id);
create index if not exists star_reviews_key15 on star_reviews (county, substr(place, 1, 15), id);
create unique index if not exists star_reviews_key on star_reviews (county, key) where key <> '';
create table if not exists star_reviewed (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    review bigint,
    member bigint,
    score bigint not null default 0,
    stars bigint not null default 0,
    is_exempt smallint not null default 0,
    self_words text collate "C" not null default '',
    peer_words text collate "C" not null default '',
    excellent bigint not null default 0,
    good bigint not null default 0,
    basic bigint not null default 0,
    failed bigint not null default 0,
    grade text collate "C" not null default '',
    reason text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists star_reviewed_ids;
create index if not exists star_reviewed_key9 on star_reviewed (county, substr(place, 1, 9), id);
create index if not exists star_reviewed_key12 on star_reviewed (county, substr(place, 1, 12), id);
create index if not exists star_reviewed_key15 on star_reviewed (county, substr(place, 1, 15), id);
create index if not exists star_reviewed_review on star_reviewed (county, review) where review is not null;
create table if not exists branch_indicators (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    class text collate "C" not null default '',
    title text collate "C" not null default '',
    points bigint not null default 0,
    source text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists branch_indicators_ids;
create table if not exists branch_ratings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    organisation_name text collate "C" not null default '',
    place text collate "C" not null default '',
    organisation bigint,
    period text collate "C" not null default '',
    key text collate "C" not null default '',
    status text collate "C" not null default '',
    stars bigint not null default 0,
    starred text collate "C" not null default '',
    notice bigint,
    effective_on date,
    primary key (county, id)
);
create sequence if not exists branch_ratings_ids;
create index if not exists branch_ratings_key9 on branch_ratings (county, substr(place, 1, 9), id);
create index if not exists branch_ratings_key12 on branch_ratings (county, substr(place, 1, 12), id);
create index if not exists branch_ratings_key15 on branch_ratings (county, substr(place, 1, 15), id);
create unique index if not exists branch_ratings_key on branch_ratings (county, key) where key <> '';
create table if not exists branch_scores (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    rating bigint,
    code text collate "C" not null default '',
    class text collate "C" not null default '',
    most bigint not null default 0,
    points bigint not null default 0,
    is_given smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists branch_scores_ids;
create index if not exists branch_scores_key9 on branch_scores (county, substr(place, 1, 9), id);
create index if not exists branch_scores_key12 on branch_scores (county, substr(place, 1, 12), id);
create index if not exists branch_scores_key15 on branch_scores (county, substr(place, 1, 15), id);
create index if not exists branch_scores_rating on branch_scores (county, rating) where rating is not null;
create table if not exists honour_kinds (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    name text collate "C" not null default '',
    unit text collate "C" not null default '',
    voters text collate "C" not null default '',
    validity_months bigint not null default 0,
    least_stars bigint not null default 0,
    veto text collate "C" not null default '',
    source text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists honour_kinds_ids;
create table if not exists honour_rounds (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    year bigint not null default 0,
    seats bigint not null default 0,
    status text collate "C" not null default '',
    ballot_count bigint not null default 0,
    notice bigint,
    opened_on date,
    awarded_on date,
    primary key (county, id)
);
create sequence if not exists honour_rounds_ids;
create index if not exists honour_rounds_key9 on honour_rounds (county, substr(place, 1, 9), id);
create index if not exists honour_rounds_key12 on honour_rounds (county, substr(place, 1, 12), id);
create index if not exists honour_rounds_key15 on honour_rounds (county, substr(place, 1, 15), id);
create table if not exists honour_rounds_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists honour_rounds_words_index on honour_rounds_words using gin (words);
create table if not exists honour_nominations (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    round bigint,
    place text collate "C" not null default '',
    household bigint,
    resident bigint,
    story text collate "C" not null default '',
    is_own smallint not null default 0,
    claimed text collate "C" not null default '',
    confirmed text collate "C" not null default '',
    veto text collate "C" not null default '',
    is_chosen smallint not null default 0,
    primary key (county, id)
);
create sequence if not exists honour_nominations_ids;
create index if not exists honour_nominations_key9 on honour_nominations (county, substr(place, 1, 9), id);
create index if not exists honour_nominations_key12 on honour_nominations (county, substr(place, 1, 12), id);
create index if not exists honour_nominations_key15 on honour_nominations (county, substr(place, 1, 15), id);
create index if not exists honour_nominations_round on honour_nominations (county, round) where round is not null;
create table if not exists honour_ballots (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    round bigint,
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    on_paper smallint not null default 0,
    voted_on date,
    primary key (county, id)
);
create sequence if not exists honour_ballots_ids;
create index if not exists honour_ballots_key9 on honour_ballots (county, substr(place, 1, 9), id);
create index if not exists honour_ballots_key12 on honour_ballots (county, substr(place, 1, 12), id);
create index if not exists honour_ballots_key15 on honour_ballots (county, substr(place, 1, 15), id);
create unique index if not exists honour_ballots_key on honour_ballots (county, key) where key <> '';
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger honour_ballots_is_lasting before update or delete or truncate on honour_ballots
    for each statement execute function refuse_change();
create table if not exists honour_tallies (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    round bigint,
    nomination bigint,
    votes bigint not null default 0,
    check (votes >= 0),
    primary key (county, id)
);
create sequence if not exists honour_tallies_ids;
create index if not exists honour_tallies_round on honour_tallies (county, round) where round is not null;
create index if not exists honour_tallies_nomination on honour_tallies (county, nomination) where nomination is not null;
create table if not exists honour_awards (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    kind_name text collate "C" not null default '',
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    kind text collate "C" not null default '',
    round bigint,
    unit text collate "C" not null default '',
    household bigint,
    resident bigint,
    year bigint not null default 0,
    stars text collate "C" not null default '',
    certificate text collate "C" not null default '',
    awarded_on date,
    valid_until date,
    revoked_on date,
    revoked_because text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists honour_awards_ids;
create index if not exists honour_awards_key9 on honour_awards (county, substr(place, 1, 9), id);
create index if not exists honour_awards_key12 on honour_awards (county, substr(place, 1, 12), id);
create index if not exists honour_awards_key15 on honour_awards (county, substr(place, 1, 15), id);
create index if not exists honour_awards_household on honour_awards (county, household) where household is not null;
create index if not exists honour_awards_resident on honour_awards (county, resident) where resident is not null;
create unique index if not exists honour_awards_certificate on honour_awards (county, certificate) where certificate <> '';
create table if not exists honour_awards_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists honour_awards_words_index on honour_awards_words using gin (words);
create table if not exists honour_stars (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    region text collate "C" not null default '',
    kind text collate "C" not null default '',
    name text collate "C" not null default '',
    meaning text collate "C" not null default '',
    source text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists honour_stars_ids;
create table if not exists honour_codes (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    round bigint,
    place text collate "C" not null default '',
    key text collate "C" not null default '',
    voter bigint not null default 0,
    voter_name text collate "C" not null default '',
    code text collate "C" not null default '',
    issued_on date,
    primary key (county, id)
);
create sequence if not exists honour_codes_ids;
create index if not exists honour_codes_key9 on honour_codes (county, substr(place, 1, 9), id);
create index if not exists honour_codes_key12 on honour_codes (county, substr(place, 1, 12), id);
create index if not exists honour_codes_key15 on honour_codes (county, substr(place, 1, 15), id);
create index if not exists honour_codes_round on honour_codes (county, round) where round is not null;
create unique index if not exists honour_codes_key on honour_codes (county, key) where key <> '';
create unique index if not exists honour_codes_code on honour_codes (county, code) where code <> '';
create table if not exists honour_appeals (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    name text collate "C" not null default '',
    place text collate "C" not null default '',
    award bigint,
    words text collate "C" not null default '',
    status text collate "C" not null default '',
    answer text collate "C" not null default '',
    raised_on date,
    decided_on date,
    primary key (county, id)
);
create sequence if not exists honour_appeals_ids;
create index if not exists honour_appeals_key9 on honour_appeals (county, substr(place, 1, 9), id);
create index if not exists honour_appeals_key12 on honour_appeals (county, substr(place, 1, 12), id);
create index if not exists honour_appeals_key15 on honour_appeals (county, substr(place, 1, 15), id);
create index if not exists honour_appeals_award on honour_appeals (county, award) where award is not null;
create table if not exists report_templates (
    id bigint not null,
    version bigint not null default 1,
    code text collate "C" not null default '',
    name text collate "C" not null default '',
    title text collate "C" not null default '',
    body text collate "C" not null default '',
    primary key (id)
);
create sequence if not exists report_templates_ids;
create unique index if not exists report_templates_code on report_templates (code) where code <> '';
create table if not exists reports (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    template bigint,
    title text collate "C" not null default '',
    from_on date,
    to_on date,
    body text collate "C" not null default '',
    state text collate "C" not null default '',
    frozen_at timestamp(0),
    author text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists reports_ids;
create index if not exists reports_key9 on reports (county, substr(place, 1, 9), id);
create index if not exists reports_key12 on reports (county, substr(place, 1, 12), id);
create index if not exists reports_key15 on reports (county, substr(place, 1, 15), id);
create table if not exists reports_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists reports_words_index on reports_words using gin (words);
create table if not exists form_templates (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    title text collate "C" not null default '',
    place text collate "C" not null default '',
    issuer text collate "C" not null default '',
    kind text collate "C" not null default '',
    type text collate "C" not null default '',
    sheet bigint not null default 0,
    heading bigint not null default 0,
    column_count bigint not null default 0,
    known_count bigint not null default 0,
    added_on date,
    retired_on date,
    primary key (county, id)
);
create sequence if not exists form_templates_ids;
create index if not exists form_templates_key9 on form_templates (county, substr(place, 1, 9), id);
create index if not exists form_templates_key12 on form_templates (county, substr(place, 1, 12), id);
create index if not exists form_templates_key15 on form_templates (county, substr(place, 1, 15), id);
create table if not exists form_templates_words (
    county bigint not null,
    id bigint not null,
    words tsvector not null,
    primary key (county, id)
);
create index if not exists form_templates_words_index on form_templates_words using gin (words);
create table if not exists form_bindings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    template bigint,
    ordinal bigint not null default 0,
    cell text collate "C" not null default '',
    heading text collate "C" not null default '',
    plain text collate "C" not null default '',
    source text collate "C" not null default '',
    primary key (county, id)
);
create sequence if not exists form_bindings_ids;
create index if not exists form_bindings_key9 on form_bindings (county, substr(place, 1, 9), id);
create index if not exists form_bindings_key12 on form_bindings (county, substr(place, 1, 12), id);
create index if not exists form_bindings_key15 on form_bindings (county, substr(place, 1, 15), id);
create index if not exists form_bindings_template on form_bindings (county, template) where template is not null;
create index if not exists form_bindings_plain on form_bindings (county, plain);
create table if not exists form_fillings (
    county bigint not null,
    id bigint not null,
    version bigint not null default 1,
    place text collate "C" not null default '',
    template bigint,
    title text collate "C" not null default '',
    from_on date,
    to_on date,
    filled_count bigint not null default 0,
    missing_count bigint not null default 0,
    missing text collate "C" not null default '',
    actor text collate "C" not null default '',
    filled_on date,
    primary key (county, id)
);
create sequence if not exists form_fillings_ids;
create index if not exists form_fillings_key9 on form_fillings (county, substr(place, 1, 9), id);
create index if not exists form_fillings_key12 on form_fillings (county, substr(place, 1, 12), id);
create index if not exists form_fillings_key15 on form_fillings (county, substr(place, 1, 15), id);
create index if not exists form_fillings_template on form_fillings (county, template) where template is not null;
create table if not exists submissions (
    sender text not null,
    uuid text not null,
    sent_on text not null,
    location text not null,
    record bigint not null,
    primary key (sender, uuid)
);
create table if not exists totals (
    county bigint not null,
    place text collate "C" not null,
    period bigint not null,
    amounts text collate "C" not null,
    primary key (county, place, period)
);
create index if not exists totals_above on totals (period, place) where length(place) <= 6;
create table if not exists import_totals (
    county bigint not null,
    import bigint not null,
    place text collate "C" not null,
    period bigint not null,
    amounts text collate "C" not null,
    primary key (county, import, place, period)
);
create table if not exists split_totals (
    county bigint not null,
    place text collate "C" not null,
    figure text collate "C" not null,
    period bigint not null,
    share text collate "C" not null,
    value bigint not null,
    primary key (county, place, figure, period, share)
);
create table if not exists import_split_totals (
    county bigint not null,
    import bigint not null,
    place text collate "C" not null,
    figure text collate "C" not null,
    period bigint not null,
    share text collate "C" not null,
    value bigint not null,
    primary key (county, import, place, figure, period, share)
);
create table if not exists chains (
    county bigint primary key,
    last_id bigint not null default 0,
    digest text not null default ''
);
create table if not exists journal_days (
    county bigint not null,
    day date not null,
    entries bigint not null,
    after_id bigint not null,
    last_id bigint not null,
    previous text not null,
    head text not null,
    primary key (county, day)
);
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger journal_is_lasting before update or delete or truncate on journal
    for each statement execute function refuse_change();
create or replace function refuse_change() returns trigger
    language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end;
$$;
create or replace trigger journal_days_is_lasting before update or delete or truncate on journal_days
    for each statement execute function refuse_change();
create table if not exists series (
    county bigint not null,
    place text collate "C" not null,
    name text collate "C" not null,
    year bigint not null,
    number bigint not null,
    primary key (county, place, name, year)
);
create table if not exists import_rows (
    county bigint not null,
    import bigint not null,
    number bigint not null,
    line bigint not null,
    deed bigint not null,
    record bigint not null,
    version bigint not null,
    content text collate "C" not null,
    outcome bigint not null default 0,
    said text collate "C" not null default '',
    primary key (county, import, number)
);
create table if not exists import_changes (
    county bigint not null,
    import bigint not null,
    type text collate "C" not null,
    record bigint not null,
    version bigint not null,
    content text collate "C",
    primary key (county, import, type, record)
);
create table if not exists installation (
    name text collate "C" primary key,
    value text collate "C" not null
);
create table if not exists commits (
    writer bigint primary key,
    number bigint not null,
    at timestamptz not null
);
