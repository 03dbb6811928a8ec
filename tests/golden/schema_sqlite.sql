create table if not exists steps_taken (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    type text not null default '',
    record integer not null default 0,
    step text not null default '',
    label text not null default '',
    from_state text not null default '',
    to_state text not null default '',
    note text not null default '',
    kept text not null default '',
    actor text not null default '',
    title text not null default '',
    account integer,
    taken_at text,
    is_public integer not null default 0
);
create index if not exists steps_taken_by1 on steps_taken (county, type, record, id);
create table if not exists tasks (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    permission text not null default '',
    type text not null default '',
    record integer not null default 0,
    title text not null default '',
    words text not null default '',
    due_on text,
    opened_at text
);
create index if not exists tasks_by1 on tasks (county, place, due_on);
create index if not exists tasks_by2 on tasks (county, type, record);
create table if not exists evidence (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    type text not null default '',
    record integer not null default 0,
    title text not null default '',
    media_type text not null default '',
    size_bytes integer not null default 0,
    digest text not null default '',
    actor text not null default '',
    added_at text,
    is_public integer not null default 0
);
create index if not exists evidence_key9 on evidence (county, substr(place, 1, 9), id);
create index if not exists evidence_key12 on evidence (county, substr(place, 1, 12), id);
create index if not exists evidence_key15 on evidence (county, substr(place, 1, 15), id);
create index if not exists evidence_by1 on evidence (county, type, record);
create table if not exists imports (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    account integer,
    type text not null default '',
    title text not null default '',
    digest text not null default '',
    keep_good integer not null default 0,
    state text not null default '',
    hidden integer not null default 0,
    form text not null default '',
    said text not null default '',
    rows integer not null default 0,
    done integer not null default 0,
    added integer not null default 0,
    changed integer not null default 0,
    same integer not null default 0,
    refused integer not null default 0,
    late integer not null default 0,
    began_at text,
    ended_at text,
    undone_by integer
);
create index if not exists imports_digest on imports (county, digest);
create table if not exists accounts (
    id integer primary key,
    version integer not null default 1,
    login text not null default '',
    name text not null default '',
    person integer,
    password_hash text not null default '',
    must_change_password integer not null default 0,
    disabled integer not null default 0,
    failures integer not null default 0,
    locked_until text,
    created_on text,
    demonstration integer not null default 0,
    counties text not null default ''
);
create unique index if not exists accounts_login on accounts (login) where login <> '';
create index if not exists accounts_person on accounts (person) where person is not null;
create virtual table if not exists accounts_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists former_passwords (
    id integer primary key,
    version integer not null default 1,
    account integer,
    password_hash text not null default '',
    until text
);
create index if not exists former_passwords_account on former_passwords (account) where account is not null;
create table if not exists sessions (
    id integer primary key,
    version integer not null default 1,
    account integer,
    secret_digest text not null default '',
    form_token text not null default '',
    started_at text,
    seen_at text,
    ends_at text,
    ended integer not null default 0,
    client text not null default ''
);
create index if not exists sessions_account on sessions (account) where account is not null;
create index if not exists sessions_secret_digest on sessions (secret_digest);
create index if not exists sessions_ends_at on sessions (ends_at) where ends_at is not null;
create table if not exists api_tokens (
    id integer primary key,
    version integer not null default 1,
    account integer,
    title text not null default '',
    secret_digest text not null default '',
    expires_on text,
    revoked integer not null default 0
);
create index if not exists api_tokens_account on api_tokens (account) where account is not null;
create index if not exists api_tokens_secret_digest on api_tokens (secret_digest);
create table if not exists roles (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    title text not null default '',
    holder_title text not null default '',
    level text not null default '',
    kind text not null default '',
    description text not null default ''
);
create index if not exists roles_code on roles (code);
create table if not exists posts (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    holder text not null default '',
    role text not null default '',
    place text not null default '',
    person integer,
    account integer,
    starts_on text,
    ends_on text,
    reason text not null default ''
);
create index if not exists posts_key9 on posts (county, substr(place, 1, 9), id);
create index if not exists posts_key12 on posts (county, substr(place, 1, 12), id);
create index if not exists posts_key15 on posts (county, substr(place, 1, 15), id);
create index if not exists posts_role on posts (county, role);
create index if not exists posts_person on posts (county, person) where person is not null;
create index if not exists posts_account on posts (county, account) where account is not null;
create index if not exists posts_by1 on posts (county, place, role);
create virtual table if not exists posts_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists holidays (
    id integer primary key,
    version integer not null default 1,
    day text,
    kind text not null default '',
    name text not null default ''
);
create unique index if not exists holidays_day on holidays (day);
create table if not exists deadline_rules (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    title text not null default '',
    region text not null default '',
    days integer not null default 0,
    unit text not null default '',
    extension_days integer not null default 0,
    extension_by text not null default '',
    level text not null default '',
    source text not null default '',
    grade text not null default '',
    valid_from text,
    valid_to text,
    rolls integer not null default 0
);
create index if not exists deadline_rules_code on deadline_rules (code);
create table if not exists heading_words (
    id integer primary key,
    version integer not null default 1,
    type text not null default '',
    field text not null default '',
    heading text not null default ''
);
create index if not exists heading_words_heading on heading_words (heading);
create table if not exists roster_uploads (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    account integer,
    type text not null default '',
    title text not null default '',
    digest text not null default '',
    sheet integer not null default 0,
    mapping text not null default '',
    import integer,
    sent_at text,
    forgotten integer not null default 0,
    wrong integer not null default 0
);
create index if not exists roster_uploads_account on roster_uploads (county, account) where account is not null;
create index if not exists roster_uploads_digest on roster_uploads (county, digest);
create table if not exists journal (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    at text,
    account integer,
    actor text not null default '',
    deed text not null default '',
    type text not null default '',
    record integer not null default 0,
    before text not null default '',
    after text not null default '',
    reason text not null default '',
    digest text not null default ''
);
create index if not exists journal_account on journal (county, account) where account is not null;
create index if not exists journal_by1 on journal (county, type, record);
create table if not exists notices (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    type text not null default '',
    record integer not null default 0,
    content text not null default '',
    status text not null default '',
    is_public integer not null default 0,
    posted_on text,
    due_on text,
    ended_on text,
    objection_count integer not null default 0,
    open_count integer not null default 0
);
create index if not exists notices_key9 on notices (county, substr(place, 1, 9), id);
create index if not exists notices_key12 on notices (county, substr(place, 1, 12), id);
create index if not exists notices_key15 on notices (county, substr(place, 1, 15), id);
create index if not exists notices_by1 on notices (county, status, due_on);
create index if not exists notices_by2 on notices (county, record);
create virtual table if not exists notices_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists notice_objections (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    notice integer,
    place text not null default '',
    name text not null default '',
    words text not null default '',
    status text not null default '',
    raised_on text,
    answer text not null default '',
    decided_on text
);
create index if not exists notice_objections_key9 on notice_objections (county, substr(place, 1, 9), id);
create index if not exists notice_objections_key12 on notice_objections (county, substr(place, 1, 12), id);
create index if not exists notice_objections_key15 on notice_objections (county, substr(place, 1, 15), id);
create index if not exists notice_objections_notice on notice_objections (county, notice) where notice is not null;
create table if not exists place_outlines (
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    rings text not null default ''
);
create unique index if not exists place_outlines_place on place_outlines (place);
create table if not exists places (
    id integer primary key,
    version integer not null default 1,
    key text not null default '',
    name text not null default '',
    code text not null default '',
    full_name text not null default '',
    level text not null default '',
    parent text not null default '',
    kind text not null default '',
    urban_code text not null default '',
    opened_on text,
    closed_on text,
    successors text not null default '',
    reason text not null default '',
    phone text not null default '',
    household_count integer not null default 0,
    resident_count integer not null default 0,
    remark text not null default ''
);
create unique index if not exists places_key on places (key);
create unique index if not exists places_code on places (code) where code <> '';
create index if not exists places_parent on places (parent);
create table if not exists place_names (
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    name text not null default '',
    full_name text not null default '',
    code text not null default '',
    until_on text
);
create index if not exists place_names_place on place_names (place);
create table if not exists governance_centres (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    level text not null default '',
    founded_on text,
    closed_on text,
    address text not null default '',
    phone text not null default ''
);
create index if not exists governance_centres_key9 on governance_centres (county, substr(place, 1, 9), id);
create index if not exists governance_centres_key12 on governance_centres (county, substr(place, 1, 12), id);
create index if not exists governance_centres_key15 on governance_centres (county, substr(place, 1, 15), id);
create table if not exists residents (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    found_by text not null default '',
    place text not null default '',
    household_number text not null default '',
    relation text not null default '',
    sex text not null default '',
    birth_on text,
    sixty_on text,
    id_type text not null default '',
    id_number text not null default '',
    phone text not null default '',
    status text not null default '',
    former_name text not null default '',
    ethnic_group text not null default '',
    education text not null default '',
    political_status text not null default '',
    occupation text not null default '',
    address text not null default '',
    arrived_on text,
    gone_on text,
    doubts text not null default '',
    is_example integer not null default 0,
    remark text not null default ''
);
create index if not exists residents_key9 on residents (county, substr(place, 1, 9), id);
create index if not exists residents_key12 on residents (county, substr(place, 1, 12), id);
create index if not exists residents_key15 on residents (county, substr(place, 1, 15), id);
create index if not exists residents_id_number on residents (county, id_number);
create index if not exists residents_by1 on residents (county, place, sixty_on, gone_on, arrived_on);
create index if not exists residents_by2 on residents (county, household_number, name, place);
create virtual table if not exists residents_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists households (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    head_name text not null default '',
    number text not null default '',
    kind text not null default '',
    place text not null default '',
    head integer,
    address text not null default '',
    opened_on text,
    closed_on text,
    successor integer,
    is_example integer not null default 0,
    remark text not null default ''
);
create index if not exists households_key9 on households (county, substr(place, 1, 9), id);
create index if not exists households_key12 on households (county, substr(place, 1, 12), id);
create index if not exists households_key15 on households (county, substr(place, 1, 15), id);
create index if not exists households_by1 on households (county, number);
create virtual table if not exists households_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists household_members (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    resident integer,
    household integer,
    relation text not null default '',
    kind text not null default '',
    place text not null default '',
    from_on text,
    to_on text,
    reason text not null default ''
);
create index if not exists household_members_key9 on household_members (county, substr(place, 1, 9), id);
create index if not exists household_members_key12 on household_members (county, substr(place, 1, 12), id);
create index if not exists household_members_key15 on household_members (county, substr(place, 1, 15), id);
create index if not exists household_members_resident on household_members (county, resident) where resident is not null;
create index if not exists household_members_household on household_members (county, household) where household is not null;
create table if not exists code_words (
    id integer primary key,
    version integer not null default 1,
    list text not null default '',
    code text not null default '',
    name text not null default '',
    synonyms text not null default ''
);
create index if not exists code_words_list on code_words (list);
create table if not exists incompatible_posts (
    id integer primary key,
    version integer not null default 1,
    code_a text not null default '',
    code_b text not null default '',
    level text not null default '',
    source text not null default '',
    reason text not null default ''
);
create index if not exists incompatible_posts_code_a on incompatible_posts (code_a);
create index if not exists incompatible_posts_code_b on incompatible_posts (code_b);
create table if not exists appointments (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    resident integer,
    role text not null default '',
    place text not null default '',
    starts_on text,
    ends_on text,
    reason text not null default '',
    has_statement integer not null default 0,
    needs_statement integer not null default 0,
    considered text not null default '',
    post integer
);
create index if not exists appointments_key9 on appointments (county, substr(place, 1, 9), id);
create index if not exists appointments_key12 on appointments (county, substr(place, 1, 12), id);
create index if not exists appointments_key15 on appointments (county, substr(place, 1, 15), id);
create index if not exists appointments_resident on appointments (county, resident) where resident is not null;
create table if not exists volunteers (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    team text not null default '',
    skills text not null default '',
    number text not null default '',
    sex text not null default '',
    birth_on text,
    phone text not null default '',
    has_agreed integer not null default 0,
    guardian text not null default '',
    joined_on text,
    left_on text,
    remark text not null default '',
    is_example integer not null default 0
);
create index if not exists volunteers_key9 on volunteers (county, substr(place, 1, 9), id);
create index if not exists volunteers_key12 on volunteers (county, substr(place, 1, 12), id);
create index if not exists volunteers_key15 on volunteers (county, substr(place, 1, 15), id);
create index if not exists volunteers_number on volunteers (county, number);
create virtual table if not exists volunteers_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists visits (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    visited text not null default '',
    visited_on text,
    words text not null default '',
    help text not null default '',
    next_step text not null default '',
    place text not null default '',
    household integer,
    visitor text not null default '',
    recorded_by integer,
    recorded_at text,
    matter integer
);
create index if not exists visits_key9 on visits (county, substr(place, 1, 9), id);
create index if not exists visits_key12 on visits (county, substr(place, 1, 12), id);
create index if not exists visits_key15 on visits (county, substr(place, 1, 15), id);
create index if not exists visits_visited_on on visits (county, visited_on) where visited_on is not null;
create index if not exists visits_household on visits (county, household) where household is not null;
create virtual table if not exists visits_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists collective_assets (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    number text not null default '',
    kind text not null default '',
    land text not null default '',
    location text not null default '',
    quantity text not null default '',
    area integer not null default 0,
    original_value integer not null default 0,
    present_value integer not null default 0,
    acquired_on text,
    condition text not null default '',
    used_by text not null default '',
    used_until text,
    remark text not null default '',
    is_example integer not null default 0
);
create index if not exists collective_assets_key9 on collective_assets (county, substr(place, 1, 9), id);
create index if not exists collective_assets_key12 on collective_assets (county, substr(place, 1, 12), id);
create index if not exists collective_assets_key15 on collective_assets (county, substr(place, 1, 15), id);
create index if not exists collective_assets_number on collective_assets (county, number);
create virtual table if not exists collective_assets_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists contracts (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    number text not null default '',
    kind text not null default '',
    property integer,
    grantor text not null default '',
    holder text not null default '',
    holder_number text not null default '',
    phone text not null default '',
    is_outsider integer not null default 0,
    location text not null default '',
    area integer not null default 0,
    measured_area integer not null default 0,
    from_on text,
    until_on text,
    pricing text not null default '',
    rent integer not null default 0,
    total integer not null default 0,
    terms text not null default '',
    deposit integer not null default 0,
    is_oral integer not null default 0,
    way text not null default '',
    decision text not null default '',
    review text not null default '',
    cleared_on text,
    added_income integer not null default 0,
    ended_on text,
    ended_for text not null default '',
    doubts text not null default '',
    remark text not null default '',
    is_example integer not null default 0
);
create index if not exists contracts_key9 on contracts (county, substr(place, 1, 9), id);
create index if not exists contracts_key12 on contracts (county, substr(place, 1, 12), id);
create index if not exists contracts_key15 on contracts (county, substr(place, 1, 15), id);
create index if not exists contracts_number on contracts (county, number);
create index if not exists contracts_property on contracts (county, property) where property is not null;
create index if not exists contracts_holder_number on contracts (county, holder_number);
create index if not exists contracts_until_on on contracts (county, until_on) where until_on is not null;
create index if not exists contracts_cleared_on on contracts (county, cleared_on) where cleared_on is not null;
create virtual table if not exists contracts_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists shares (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    household_number text not null default '',
    head_name text not null default '',
    relation text not null default '',
    sex text not null default '',
    id_number text not null default '',
    resident integer,
    shares integer not null default 0,
    certificate text not null default '',
    joined_on text,
    left_on text,
    left_for text not null default '',
    remark text not null default '',
    is_example integer not null default 0
);
create index if not exists shares_key9 on shares (county, substr(place, 1, 9), id);
create index if not exists shares_key12 on shares (county, substr(place, 1, 12), id);
create index if not exists shares_key15 on shares (county, substr(place, 1, 15), id);
create index if not exists shares_household_number on shares (county, household_number);
create index if not exists shares_id_number on shares (county, id_number);
create index if not exists shares_resident on shares (county, resident) where resident is not null;
create virtual table if not exists shares_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists party_organisations (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    kind text not null default '',
    place text not null default '',
    parent integer,
    founded_on text,
    dissolved_on text,
    is_rural integer not null default 0,
    phone text not null default '',
    remark text not null default ''
);
create index if not exists party_organisations_key9 on party_organisations (county, substr(place, 1, 9), id);
create index if not exists party_organisations_key12 on party_organisations (county, substr(place, 1, 12), id);
create index if not exists party_organisations_key15 on party_organisations (county, substr(place, 1, 15), id);
create index if not exists party_organisations_parent on party_organisations (county, parent) where parent is not null;
create virtual table if not exists party_organisations_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists party_group_grids (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    organisation integer,
    from_on text,
    to_on text
);
create index if not exists party_group_grids_key9 on party_group_grids (county, substr(place, 1, 9), id);
create index if not exists party_group_grids_key12 on party_group_grids (county, substr(place, 1, 12), id);
create index if not exists party_group_grids_key15 on party_group_grids (county, substr(place, 1, 15), id);
create index if not exists party_group_grids_organisation on party_group_grids (county, organisation) where organisation is not null;
create index if not exists party_group_grids_by1 on party_group_grids (county, place);
create table if not exists party_members (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    resident integer,
    organisation integer,
    place text not null default '',
    kind text not null default '',
    joined_on text,
    full_on text,
    status text not null default '',
    from_on text,
    to_on text,
    grid text not null default '',
    is_example integer not null default 0,
    remark text not null default ''
);
create index if not exists party_members_key9 on party_members (county, substr(place, 1, 9), id);
create index if not exists party_members_key12 on party_members (county, substr(place, 1, 12), id);
create index if not exists party_members_key15 on party_members (county, substr(place, 1, 15), id);
create index if not exists party_members_resident on party_members (county, resident) where resident is not null;
create index if not exists party_members_organisation on party_members (county, organisation) where organisation is not null;
create index if not exists party_members_by1 on party_members (county, grid);
create virtual table if not exists party_members_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists centre_households (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    member integer,
    household integer,
    named_on text,
    ended_on text
);
create index if not exists centre_households_key9 on centre_households (county, substr(place, 1, 9), id);
create index if not exists centre_households_key12 on centre_households (county, substr(place, 1, 12), id);
create index if not exists centre_households_key15 on centre_households (county, substr(place, 1, 15), id);
create table if not exists red_star_homes (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    organisation integer,
    built_on text,
    closed_on text,
    address text not null default ''
);
create index if not exists red_star_homes_key9 on red_star_homes (county, substr(place, 1, 9), id);
create index if not exists red_star_homes_key12 on red_star_homes (county, substr(place, 1, 12), id);
create index if not exists red_star_homes_key15 on red_star_homes (county, substr(place, 1, 15), id);
create table if not exists pledges (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    member integer,
    content text not null default '',
    place text not null default '',
    pledged_on text,
    kept_on text,
    result text not null default ''
);
create index if not exists pledges_key9 on pledges (county, substr(place, 1, 9), id);
create index if not exists pledges_key12 on pledges (county, substr(place, 1, 12), id);
create index if not exists pledges_key15 on pledges (county, substr(place, 1, 15), id);
create index if not exists pledges_member on pledges (county, member) where member is not null;
create index if not exists pledges_by1 on pledges (county, place, pledged_on, member);
create table if not exists matter_categories (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    parent text not null default '',
    name text not null default '',
    layer text not null default '',
    complexity text not null default '',
    keywords text not null default ''
);
create unique index if not exists matter_categories_code on matter_categories (code) where code <> '';
create table if not exists matter_layers (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    name text not null default '',
    offices text not null default '',
    department text not null default ''
);
create unique index if not exists matter_layers_code on matter_layers (code) where code <> '';
create table if not exists place_layers (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    layer integer,
    responsible text not null default '',
    remark text not null default ''
);
create index if not exists place_layers_key9 on place_layers (county, substr(place, 1, 9), id);
create index if not exists place_layers_key12 on place_layers (county, substr(place, 1, 12), id);
create index if not exists place_layers_key15 on place_layers (county, substr(place, 1, 15), id);
create table if not exists matters (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    story text not null default '',
    kind text not null default '',
    category text not null default '',
    category_name text not null default '',
    layer text not null default '',
    status text not null default '',
    source text not null default '',
    intake_by text not null default '',
    level text not null default '',
    unit text not null default '',
    department text not null default '',
    office text not null default '',
    complexity text not null default '',
    urgent integer not null default 0,
    is_public integer not null default 0,
    receipt text not null default '',
    caller_count integer not null default 0,
    recorded_by integer,
    reported_at text,
    reported_on text,
    response_due_on text,
    accepted_on text,
    response text not null default '',
    dispatched_on text,
    due_on text,
    resolved_on text,
    resolution text not null default '',
    replied_on text,
    visit_due_on text,
    visited_on text,
    closed_on text,
    mediated_on text,
    answer text not null default '',
    satisfied text not null default '',
    rework_count integer not null default 0,
    extension text not null default '',
    extension_days integer not null default 0,
    extension_reason text not null default '',
    paused_on text,
    pause_reason text not null default '',
    paused_in text not null default '',
    merged_into integer,
    closing_reason text not null default '',
    escalates_after text,
    escalated_count integer not null default 0
);
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
create virtual table if not exists matters_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists matter_callers (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    matter integer,
    raised integer,
    name text not null default '',
    phone text not null default '',
    receipt text not null default '',
    wants_reply integer not null default 0,
    withdrawn integer not null default 0,
    verdict text not null default '',
    raised_at text
);
create index if not exists matter_callers_key9 on matter_callers (county, substr(place, 1, 9), id);
create index if not exists matter_callers_key12 on matter_callers (county, substr(place, 1, 12), id);
create index if not exists matter_callers_key15 on matter_callers (county, substr(place, 1, 15), id);
create index if not exists matter_callers_matter on matter_callers (county, matter) where matter is not null;
create unique index if not exists matter_callers_receipt on matter_callers (county, receipt) where receipt <> '';
create table if not exists matter_units (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    matter integer,
    unit text not null default '',
    department text not null default '',
    office text not null default '',
    task text not null default '',
    answer text not null default '',
    asked_on text,
    done_on text
);
create index if not exists matter_units_key9 on matter_units (county, substr(place, 1, 9), id);
create index if not exists matter_units_key12 on matter_units (county, substr(place, 1, 12), id);
create index if not exists matter_units_key15 on matter_units (county, substr(place, 1, 15), id);
create index if not exists matter_units_matter on matter_units (county, matter) where matter is not null;
create table if not exists accusations (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    number text not null default '',
    place text not null default '',
    status text not null default '',
    story text not null default '',
    name text not null default '',
    phone text not null default '',
    result text not null default '',
    receipt text not null default '',
    received_on text,
    closed_on text
);
create index if not exists accusations_key9 on accusations (county, substr(place, 1, 9), id);
create index if not exists accusations_key12 on accusations (county, substr(place, 1, 12), id);
create index if not exists accusations_key15 on accusations (county, substr(place, 1, 15), id);
create unique index if not exists accusations_receipt on accusations (county, receipt) where receipt <> '';
create table if not exists dispute_categories (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    name text not null default '',
    list text not null default '',
    maps_to text not null default '',
    is_family integer not null default 0,
    is_status integer not null default 0,
    keywords text not null default '',
    valid_from text,
    valid_to text,
    source text not null default '',
    grade text not null default ''
);
create unique index if not exists dispute_categories_code on dispute_categories (code) where code <> '';
create table if not exists mediation_steps (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    method text not null default '',
    ordinal integer not null default 0,
    name text not null default '',
    prompt text not null default '',
    region text not null default '',
    source text not null default '',
    grade text not null default ''
);
create unique index if not exists mediation_steps_code on mediation_steps (code) where code <> '';
create table if not exists mediation_committees (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    kind text not null default '',
    multi_ethnic integer not null default 0,
    founded_on text,
    term_from text,
    term_to text,
    closed_on text,
    phone text not null default ''
);
create index if not exists mediation_committees_key9 on mediation_committees (county, substr(place, 1, 9), id);
create index if not exists mediation_committees_key12 on mediation_committees (county, substr(place, 1, 12), id);
create index if not exists mediation_committees_key15 on mediation_committees (county, substr(place, 1, 15), id);
create virtual table if not exists mediation_committees_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists mediation_rooms (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    kind text not null default '',
    committee integer,
    opened_on text,
    closed_on text,
    address text not null default '',
    hours text not null default ''
);
create index if not exists mediation_rooms_key9 on mediation_rooms (county, substr(place, 1, 9), id);
create index if not exists mediation_rooms_key12 on mediation_rooms (county, substr(place, 1, 12), id);
create index if not exists mediation_rooms_key15 on mediation_rooms (county, substr(place, 1, 15), id);
create index if not exists mediation_rooms_committee on mediation_rooms (county, committee) where committee is not null;
create virtual table if not exists mediation_rooms_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists mediators (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    committee integer,
    position text not null default '',
    room integer,
    account integer,
    resident integer,
    is_woman integer not null default 0,
    is_minority integer not null default 0,
    is_party_member integer not null default 0,
    is_deputy integer not null default 0,
    is_cppcc_member integer not null default 0,
    is_veteran integer not null default 0,
    from_on text,
    to_on text,
    remark text not null default ''
);
create index if not exists mediators_key9 on mediators (county, substr(place, 1, 9), id);
create index if not exists mediators_key12 on mediators (county, substr(place, 1, 12), id);
create index if not exists mediators_key15 on mediators (county, substr(place, 1, 15), id);
create index if not exists mediators_committee on mediators (county, committee) where committee is not null;
create index if not exists mediators_room on mediators (county, room) where room is not null;
create index if not exists mediators_account on mediators (county, account) where account is not null;
create index if not exists mediators_resident on mediators (county, resident) where resident is not null;
create virtual table if not exists mediators_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists screening_plans (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    kind text not null default '',
    rhythm text not null default '',
    from_on text,
    to_on text,
    wants_zero_report integer not null default 0,
    ordered_by text not null default '',
    remark text not null default ''
);
create index if not exists screening_plans_key9 on screening_plans (county, substr(place, 1, 9), id);
create index if not exists screening_plans_key12 on screening_plans (county, substr(place, 1, 12), id);
create index if not exists screening_plans_key15 on screening_plans (county, substr(place, 1, 15), id);
create virtual table if not exists screening_plans_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists screenings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    kind text not null default '',
    plan integer,
    from_on text,
    held_on text,
    who text not null default '',
    looked_at text not null default '',
    household_count integer not null default 0,
    found_count integer not null default 0,
    is_zero_report integer not null default 0,
    recorded_by integer
);
create index if not exists screenings_key9 on screenings (county, substr(place, 1, 9), id);
create index if not exists screenings_key12 on screenings (county, substr(place, 1, 12), id);
create index if not exists screenings_key15 on screenings (county, substr(place, 1, 15), id);
create index if not exists screenings_plan on screenings (county, plan) where plan is not null;
create index if not exists screenings_by1 on screenings (county, held_on, place);
create table if not exists disputes (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    category text not null default '',
    category_name text not null default '',
    is_family integer not null default 0,
    status text not null default '',
    source text not null default '',
    level text not null default '',
    unit text not null default '',
    committee integer,
    screening integer,
    matter integer,
    lock text not null default '',
    facts text not null default '',
    demands text not null default '',
    measures text not null default '',
    parcel text not null default '',
    risk text not null default '',
    police_told_at text,
    police text not null default '',
    is_difficult integer not null default 0,
    is_joint integer not null default 0,
    is_open integer not null default 0,
    people_count integer not null default 0,
    party_count integer not null default 0,
    mediator_count integer not null default 0,
    amount integer not null default 0,
    by_party_members integer not null default 0,
    by_deputies integer not null default 0,
    by_cppcc_members integer not null default 0,
    by_veterans integer not null default 0,
    by_women integer not null default 0,
    method text not null default '',
    recorded_by integer,
    found_on text,
    registered_on text,
    register_due_on text,
    told_on text,
    accepted_on text,
    due_on text,
    is_extended integer not null default 0,
    outcome text not null default '',
    ended_on text,
    form text not null default '',
    effective_on text,
    next_due_on text,
    performed_on text,
    visit_due_on text,
    visited_on text,
    satisfaction text not null default '',
    confirm_due_on text,
    confirmation text not null default '',
    confirm_applied_on text,
    confirm_court_due_on text,
    is_court_extended integer not null default 0,
    confirm_decided_on text,
    court text not null default '',
    routes_told_on text,
    number text not null default '',
    filed_on text,
    filer text not null default '',
    retention text not null default '',
    missing_reason text not null default ''
);
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
create virtual table if not exists disputes_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists dispute_parties (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    side text not null default '',
    kind text not null default '',
    resident integer,
    household integer,
    name text not null default '',
    sex text not null default '',
    birth_on text,
    ethnic_group text not null default '',
    occupation text not null default '',
    phone text not null default '',
    address text not null default '',
    is_representative integer not null default 0,
    represented_count integer not null default 0,
    proxy text not null default '',
    receipt text not null default '',
    consented_on text,
    signed_on text,
    signing text not null default ''
);
create index if not exists dispute_parties_key9 on dispute_parties (county, substr(place, 1, 9), id);
create index if not exists dispute_parties_key12 on dispute_parties (county, substr(place, 1, 12), id);
create index if not exists dispute_parties_key15 on dispute_parties (county, substr(place, 1, 15), id);
create index if not exists dispute_parties_dispute on dispute_parties (county, dispute) where dispute is not null;
create index if not exists dispute_parties_resident on dispute_parties (county, resident) where resident is not null;
create index if not exists dispute_parties_household on dispute_parties (county, household) where household is not null;
create index if not exists dispute_parties_name on dispute_parties (county, name);
create unique index if not exists dispute_parties_receipt on dispute_parties (county, receipt) where receipt <> '';
create table if not exists dispute_mediators (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    mediator integer,
    account integer,
    name text not null default '',
    role text not null default '',
    standing text not null default '',
    chosen_by text not null default '',
    consented integer not null default 0,
    has_statement integer not null default 0,
    from_on text,
    to_on text
);
create index if not exists dispute_mediators_key9 on dispute_mediators (county, substr(place, 1, 9), id);
create index if not exists dispute_mediators_key12 on dispute_mediators (county, substr(place, 1, 12), id);
create index if not exists dispute_mediators_key15 on dispute_mediators (county, substr(place, 1, 15), id);
create index if not exists dispute_mediators_dispute on dispute_mediators (county, dispute) where dispute is not null;
create index if not exists dispute_mediators_mediator on dispute_mediators (county, mediator) where mediator is not null;
create index if not exists dispute_mediators_account on dispute_mediators (county, account) where account is not null;
create table if not exists dispute_papers (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    item text not null default '',
    ordinal integer not null default 0,
    held_on text,
    step text not null default '',
    location text not null default '',
    persons text not null default '',
    words text not null default '',
    result text not null default '',
    satisfaction text not null default '',
    writer text not null default '',
    written_at text
);
create index if not exists dispute_papers_key9 on dispute_papers (county, substr(place, 1, 9), id);
create index if not exists dispute_papers_key12 on dispute_papers (county, substr(place, 1, 12), id);
create index if not exists dispute_papers_key15 on dispute_papers (county, substr(place, 1, 15), id);
create index if not exists dispute_papers_dispute on dispute_papers (county, dispute) where dispute is not null;
create table if not exists dispute_agreements (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    form text not null default '',
    facts text not null default '',
    terms text not null default '',
    performance text not null default '',
    perform_by text,
    at_once integer not null default 0,
    copies integer not null default 0,
    oral_reason text not null default '',
    reached_on text,
    mediator_signed_on text,
    sealed_on text,
    effective_on text,
    replaced_on text
);
create index if not exists dispute_agreements_key9 on dispute_agreements (county, substr(place, 1, 9), id);
create index if not exists dispute_agreements_key12 on dispute_agreements (county, substr(place, 1, 12), id);
create index if not exists dispute_agreements_key15 on dispute_agreements (county, substr(place, 1, 15), id);
create index if not exists dispute_agreements_dispute on dispute_agreements (county, dispute) where dispute is not null;
create table if not exists dispute_returns (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    kind text not null default '',
    from_on text,
    to_on text,
    cells text not null default '',
    sent_on text,
    sender text not null default '',
    receiver text not null default ''
);
create index if not exists dispute_returns_key9 on dispute_returns (county, substr(place, 1, 9), id);
create index if not exists dispute_returns_key12 on dispute_returns (county, substr(place, 1, 12), id);
create index if not exists dispute_returns_key15 on dispute_returns (county, substr(place, 1, 15), id);
create table if not exists dispute_instalments (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    agreement integer,
    ordinal integer not null default 0,
    what text not null default '',
    amount integer not null default 0,
    due_on text,
    done_on text,
    proof text not null default ''
);
create index if not exists dispute_instalments_key9 on dispute_instalments (county, substr(place, 1, 9), id);
create index if not exists dispute_instalments_key12 on dispute_instalments (county, substr(place, 1, 12), id);
create index if not exists dispute_instalments_key15 on dispute_instalments (county, substr(place, 1, 15), id);
create index if not exists dispute_instalments_dispute on dispute_instalments (county, dispute) where dispute is not null;
create table if not exists dispute_openings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    dispute integer,
    account integer,
    actor text not null default '',
    title text not null default '',
    reason text not null default '',
    opened_on text
);
create index if not exists dispute_openings_key9 on dispute_openings (county, substr(place, 1, 9), id);
create index if not exists dispute_openings_key12 on dispute_openings (county, substr(place, 1, 12), id);
create index if not exists dispute_openings_key15 on dispute_openings (county, substr(place, 1, 15), id);
create index if not exists dispute_openings_dispute on dispute_openings (county, dispute) where dispute is not null;
create table if not exists dossier_numbers (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    words text not null default '',
    place text not null default '',
    year integer not null default 0,
    number integer not null default 0,
    dispute integer,
    given_on text,
    voided_on text,
    void_reason text not null default ''
);
create index if not exists dossier_numbers_key9 on dossier_numbers (county, substr(place, 1, 9), id);
create index if not exists dossier_numbers_key12 on dossier_numbers (county, substr(place, 1, 12), id);
create index if not exists dossier_numbers_key15 on dossier_numbers (county, substr(place, 1, 15), id);
create index if not exists dossier_numbers_dispute on dossier_numbers (county, dispute) where dispute is not null;
create virtual table if not exists dossier_numbers_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_accounts (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    key text not null default '',
    side text not null default '',
    subject integer not null default 0,
    honour integer not null default 0,
    redeemable integer not null default 0,
    opened_on text,
    closed_on text,
    check (redeemable >= 0 or side not in ('household', 'member', 'team'))
);
create unique index if not exists points_accounts_key on points_accounts (county, key) where key <> '';
create index if not exists points_accounts_by1 on points_accounts (county, place, side);
create index if not exists points_accounts_by2 on points_accounts (county, subject);
create table if not exists points_postings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    posted_on text,
    place text not null default '',
    key text not null default '',
    kind text not null default '',
    account integer,
    against integer,
    honour integer not null default 0,
    redeemable integer not null default 0,
    reason text not null default '',
    origin text not null default '',
    origin_id integer not null default 0
);
create unique index if not exists points_postings_key on points_postings (county, key) where key <> '';
create index if not exists points_postings_account on points_postings (county, account) where account is not null;
create trigger if not exists points_postings_no_update before update on points_postings
begin
    select raise(abort, 'points_postings is only added to');
end;
create trigger if not exists points_postings_no_delete before delete on points_postings
begin
    select raise(abort, 'points_postings is only added to');
end;
create table if not exists points_entries (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    posting integer,
    account integer,
    side text not null default '',
    honour integer not null default 0,
    redeemable integer not null default 0,
    posted_on text
);
create index if not exists points_entries_posting on points_entries (county, posting) where posting is not null;
create index if not exists points_entries_account on points_entries (county, account) where account is not null;
create index if not exists points_entries_by1 on points_entries (county, place, posted_on);
create trigger if not exists points_entries_no_update before update on points_entries
begin
    select raise(abort, 'points_entries is only added to');
end;
create trigger if not exists points_entries_no_delete before delete on points_entries
begin
    select raise(abort, 'points_entries is only added to');
end;
create table if not exists points_adjustments (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    made_on text,
    place text not null default '',
    key text not null default '',
    kind text not null default '',
    account integer,
    account_name text not null default '',
    honour integer not null default 0,
    redeemable integer not null default 0,
    reason text not null default '',
    reverses integer
);
create index if not exists points_adjustments_key9 on points_adjustments (county, substr(place, 1, 9), id);
create index if not exists points_adjustments_key12 on points_adjustments (county, substr(place, 1, 12), id);
create index if not exists points_adjustments_key15 on points_adjustments (county, substr(place, 1, 15), id);
create unique index if not exists points_adjustments_key on points_adjustments (county, key) where key <> '';
create index if not exists points_adjustments_account on points_adjustments (county, account) where account is not null;
create trigger if not exists points_adjustments_no_update before update on points_adjustments
begin
    select raise(abort, 'points_adjustments is only added to');
end;
create trigger if not exists points_adjustments_no_delete before delete on points_adjustments
begin
    select raise(abort, 'points_adjustments is only added to');
end;
create table if not exists points_exemptions (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    account_name text not null default '',
    place text not null default '',
    account integer,
    reason text not null default '',
    from_on text,
    until_on text
);
create index if not exists points_exemptions_key9 on points_exemptions (county, substr(place, 1, 9), id);
create index if not exists points_exemptions_key12 on points_exemptions (county, substr(place, 1, 12), id);
create index if not exists points_exemptions_key15 on points_exemptions (county, substr(place, 1, 15), id);
create index if not exists points_exemptions_account on points_exemptions (county, account) where account is not null;
create table if not exists points_expiries (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    account_name text not null default '',
    place text not null default '',
    key text not null default '',
    account integer,
    points integer not null default 0,
    told_on text,
    due_on text,
    expired integer not null default 0,
    done_on text
);
create index if not exists points_expiries_key9 on points_expiries (county, substr(place, 1, 9), id);
create index if not exists points_expiries_key12 on points_expiries (county, substr(place, 1, 12), id);
create index if not exists points_expiries_key15 on points_expiries (county, substr(place, 1, 15), id);
create unique index if not exists points_expiries_key on points_expiries (county, key) where key <> '';
create index if not exists points_expiries_account on points_expiries (county, account) where account is not null;
create index if not exists points_expiries_due_on on points_expiries (county, due_on) where due_on is not null;
create virtual table if not exists points_expiries_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_shops (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    address text not null default '',
    opening text not null default '',
    next_open_on text,
    phone text not null default '',
    closed_on text
);
create index if not exists points_shops_key9 on points_shops (county, substr(place, 1, 9), id);
create index if not exists points_shops_key12 on points_shops (county, substr(place, 1, 12), id);
create index if not exists points_shops_key15 on points_shops (county, substr(place, 1, 15), id);
create virtual table if not exists points_shops_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_goods (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    shop integer,
    code text not null default '',
    spec text not null default '',
    price integer not null default 0,
    cost integer not null default 0,
    is_withdrawn integer not null default 0
);
create index if not exists points_goods_key9 on points_goods (county, substr(place, 1, 9), id);
create index if not exists points_goods_key12 on points_goods (county, substr(place, 1, 12), id);
create index if not exists points_goods_key15 on points_goods (county, substr(place, 1, 15), id);
create index if not exists points_goods_by1 on points_goods (county, shop, id);
create virtual table if not exists points_goods_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_stocks (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    goods integer,
    key text not null default '',
    quantity integer not null default 0,
    check (quantity >= 0)
);
create unique index if not exists points_stocks_key on points_stocks (county, key) where key <> '';
create table if not exists points_movements (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    goods integer,
    place text not null default '',
    kind text not null default '',
    quantity integer not null default 0,
    paid integer not null default 0,
    source text not null default '',
    donor text not null default '',
    batch text not null default '',
    note text not null default '',
    moved_on text
);
create index if not exists points_movements_key9 on points_movements (county, substr(place, 1, 9), id);
create index if not exists points_movements_key12 on points_movements (county, substr(place, 1, 12), id);
create index if not exists points_movements_key15 on points_movements (county, substr(place, 1, 15), id);
create index if not exists points_movements_goods on points_movements (county, goods) where goods is not null;
create trigger if not exists points_movements_no_update before update on points_movements
begin
    select raise(abort, 'points_movements is only added to');
end;
create trigger if not exists points_movements_no_delete before delete on points_movements
begin
    select raise(abort, 'points_movements is only added to');
end;
create table if not exists points_fundings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    received_on text,
    place text not null default '',
    source text not null default '',
    donor text not null default '',
    amount integer not null default 0,
    note text not null default ''
);
create index if not exists points_fundings_key9 on points_fundings (county, substr(place, 1, 9), id);
create index if not exists points_fundings_key12 on points_fundings (county, substr(place, 1, 12), id);
create index if not exists points_fundings_key15 on points_fundings (county, substr(place, 1, 15), id);
create virtual table if not exists points_fundings_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_redemptions (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    account_name text not null default '',
    place text not null default '',
    key text not null default '',
    account integer,
    goods integer,
    goods_name text not null default '',
    quantity integer not null default 0,
    points integer not null default 0,
    cost integer not null default 0,
    status text not null default '',
    by_proxy integer not null default 0,
    receiver text not null default '',
    handler text not null default '',
    redeemed_on text,
    returned_on text,
    return_reason text not null default ''
);
create index if not exists points_redemptions_key9 on points_redemptions (county, substr(place, 1, 9), id);
create index if not exists points_redemptions_key12 on points_redemptions (county, substr(place, 1, 12), id);
create index if not exists points_redemptions_key15 on points_redemptions (county, substr(place, 1, 15), id);
create unique index if not exists points_redemptions_key on points_redemptions (county, key) where key <> '';
create index if not exists points_redemptions_account on points_redemptions (county, account) where account is not null;
create table if not exists points_schemes (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    side text not null default '',
    edition integer not null default 0,
    status text not null default '',
    base integer not null default 0,
    cap integer not null default 0,
    is_redeemable integer not null default 0,
    expiry_months integer not null default 0,
    point_cost integer not null default 0,
    purpose text not null default '',
    replaces integer,
    notice integer,
    decided_on text,
    decision text not null default '',
    in_force_on text,
    ended_on text
);
create index if not exists points_schemes_key9 on points_schemes (county, substr(place, 1, 9), id);
create index if not exists points_schemes_key12 on points_schemes (county, substr(place, 1, 12), id);
create index if not exists points_schemes_key15 on points_schemes (county, substr(place, 1, 15), id);
create virtual table if not exists points_schemes_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_items (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    scheme integer,
    place text not null default '',
    code text not null default '',
    class text not null default '',
    is_deduction integer not null default 0,
    points integer not null default 0,
    unit text not null default '',
    cap integer not null default 0,
    period text not null default '',
    evidence text not null default '',
    by_self integer not null default 0,
    needs_attendance integer not null default 0,
    statistic text not null default '',
    basis text not null default ''
);
create index if not exists points_items_key9 on points_items (county, substr(place, 1, 9), id);
create index if not exists points_items_key12 on points_items (county, substr(place, 1, 12), id);
create index if not exists points_items_key15 on points_items (county, substr(place, 1, 15), id);
create index if not exists points_items_scheme on points_items (county, scheme) where scheme is not null;
create virtual table if not exists points_items_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_forbidden (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    title text not null default '',
    words text not null default '',
    unless text not null default '',
    deductions_only integer not null default 0,
    reason text not null default '',
    source text not null default '',
    grade text not null default ''
);
create table if not exists points_claims (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    item_name text not null default '',
    account_name text not null default '',
    place text not null default '',
    receipt text not null default '',
    account integer,
    side text not null default '',
    scheme integer,
    item integer,
    item_code text not null default '',
    statistic text not null default '',
    is_deduction integer not null default 0,
    quantity integer not null default 0,
    honour integer not null default 0,
    redeemable integer not null default 0,
    happened_on text,
    story text not null default '',
    witness text not null default '',
    declared_by text not null default '',
    declarer text not null default '',
    origin text not null default '',
    origin_id integer not null default 0,
    declared_on text,
    status text not null default '',
    appealed_in text not null default '',
    round integer not null default 0,
    agree_count integer not null default 0,
    disagree_count integer not null default 0,
    reason text not null default '',
    appeal text not null default '',
    notice integer,
    effective_on text
);
create index if not exists points_claims_key9 on points_claims (county, substr(place, 1, 9), id);
create index if not exists points_claims_key12 on points_claims (county, substr(place, 1, 12), id);
create index if not exists points_claims_key15 on points_claims (county, substr(place, 1, 15), id);
create unique index if not exists points_claims_receipt on points_claims (county, receipt) where receipt <> '';
create index if not exists points_claims_account on points_claims (county, account) where account is not null;
create index if not exists points_claims_by1 on points_claims (county, status, id);
create index if not exists points_claims_by2 on points_claims (county, origin_id);
create virtual table if not exists points_claims_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists points_voices (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    claim integer,
    place text not null default '',
    round integer not null default 0,
    account integer,
    person integer,
    name text not null default '',
    verdict text not null default '',
    words text not null default '',
    spoken_on text
);
create index if not exists points_voices_key9 on points_voices (county, substr(place, 1, 9), id);
create index if not exists points_voices_key12 on points_voices (county, substr(place, 1, 12), id);
create index if not exists points_voices_key15 on points_voices (county, substr(place, 1, 15), id);
create index if not exists points_voices_claim on points_voices (county, claim) where claim is not null;
create trigger if not exists points_voices_no_update before update on points_voices
begin
    select raise(abort, 'points_voices is only added to');
end;
create trigger if not exists points_voices_no_delete before delete on points_voices
begin
    select raise(abort, 'points_voices is only added to');
end;
create table if not exists points_cards (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    account_name text not null default '',
    place text not null default '',
    account integer,
    number text not null default '',
    secret text not null default '',
    issued_on text,
    revoked_on text,
    reason text not null default ''
);
create index if not exists points_cards_key9 on points_cards (county, substr(place, 1, 9), id);
create index if not exists points_cards_key12 on points_cards (county, substr(place, 1, 12), id);
create index if not exists points_cards_key15 on points_cards (county, substr(place, 1, 15), id);
create index if not exists points_cards_account on points_cards (county, account) where account is not null;
create index if not exists points_cards_number on points_cards (county, number);
create unique index if not exists points_cards_secret on points_cards (county, secret) where secret <> '';
create table if not exists star_steps (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    region text not null default '',
    from_score integer not null default 0,
    stars integer not null default 0,
    title text not null default '',
    source text not null default ''
);
create table if not exists member_stars (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    key text not null default '',
    account integer,
    year integer not null default 0,
    score integer not null default 0,
    stars integer not null default 0,
    title text not null default '',
    is_exempt integer not null default 0,
    settled_on text
);
create index if not exists member_stars_key9 on member_stars (county, substr(place, 1, 9), id);
create index if not exists member_stars_key12 on member_stars (county, substr(place, 1, 12), id);
create index if not exists member_stars_key15 on member_stars (county, substr(place, 1, 15), id);
create unique index if not exists member_stars_key on member_stars (county, key) where key <> '';
create index if not exists member_stars_account on member_stars (county, account) where account is not null;
create index if not exists member_stars_by1 on member_stars (county, place, year);
create virtual table if not exists member_stars_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists star_reviews (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    organisation_name text not null default '',
    place text not null default '',
    organisation integer,
    year integer not null default 0,
    key text not null default '',
    status text not null default '',
    held_on text,
    due integer not null default 0,
    present integer not null default 0,
    ballots integer not null default 0,
    concluded_on text,
    conclusion text not null default ''
);
create index if not exists star_reviews_key9 on star_reviews (county, substr(place, 1, 9), id);
create index if not exists star_reviews_key12 on star_reviews (county, substr(place, 1, 12), id);
create index if not exists star_reviews_key15 on star_reviews (county, substr(place, 1, 15), id);
create unique index if not exists star_reviews_key on star_reviews (county, key) where key <> '';
create table if not exists star_reviewed (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    review integer,
    member integer,
    score integer not null default 0,
    stars integer not null default 0,
    is_exempt integer not null default 0,
    self_words text not null default '',
    peer_words text not null default '',
    excellent integer not null default 0,
    good integer not null default 0,
    basic integer not null default 0,
    failed integer not null default 0,
    grade text not null default '',
    reason text not null default ''
);
create index if not exists star_reviewed_key9 on star_reviewed (county, substr(place, 1, 9), id);
create index if not exists star_reviewed_key12 on star_reviewed (county, substr(place, 1, 12), id);
create index if not exists star_reviewed_key15 on star_reviewed (county, substr(place, 1, 15), id);
create index if not exists star_reviewed_review on star_reviewed (county, review) where review is not null;
create table if not exists branch_indicators (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    class text not null default '',
    title text not null default '',
    points integer not null default 0,
    source text not null default ''
);
create table if not exists branch_ratings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    organisation_name text not null default '',
    place text not null default '',
    organisation integer,
    period text not null default '',
    key text not null default '',
    status text not null default '',
    stars integer not null default 0,
    starred text not null default '',
    notice integer,
    effective_on text
);
create index if not exists branch_ratings_key9 on branch_ratings (county, substr(place, 1, 9), id);
create index if not exists branch_ratings_key12 on branch_ratings (county, substr(place, 1, 12), id);
create index if not exists branch_ratings_key15 on branch_ratings (county, substr(place, 1, 15), id);
create unique index if not exists branch_ratings_key on branch_ratings (county, key) where key <> '';
create table if not exists branch_scores (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    rating integer,
    code text not null default '',
    class text not null default '',
    most integer not null default 0,
    points integer not null default 0,
    is_given integer not null default 0
);
create index if not exists branch_scores_key9 on branch_scores (county, substr(place, 1, 9), id);
create index if not exists branch_scores_key12 on branch_scores (county, substr(place, 1, 12), id);
create index if not exists branch_scores_key15 on branch_scores (county, substr(place, 1, 15), id);
create index if not exists branch_scores_rating on branch_scores (county, rating) where rating is not null;
create table if not exists honour_kinds (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    name text not null default '',
    unit text not null default '',
    voters text not null default '',
    validity_months integer not null default 0,
    least_stars integer not null default 0,
    veto text not null default '',
    source text not null default ''
);
create table if not exists honour_rounds (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    kind text not null default '',
    year integer not null default 0,
    seats integer not null default 0,
    status text not null default '',
    ballot_count integer not null default 0,
    notice integer,
    opened_on text,
    awarded_on text
);
create index if not exists honour_rounds_key9 on honour_rounds (county, substr(place, 1, 9), id);
create index if not exists honour_rounds_key12 on honour_rounds (county, substr(place, 1, 12), id);
create index if not exists honour_rounds_key15 on honour_rounds (county, substr(place, 1, 15), id);
create virtual table if not exists honour_rounds_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists honour_nominations (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    round integer,
    place text not null default '',
    household integer,
    resident integer,
    story text not null default '',
    is_own integer not null default 0,
    claimed text not null default '',
    confirmed text not null default '',
    veto text not null default '',
    is_chosen integer not null default 0
);
create index if not exists honour_nominations_key9 on honour_nominations (county, substr(place, 1, 9), id);
create index if not exists honour_nominations_key12 on honour_nominations (county, substr(place, 1, 12), id);
create index if not exists honour_nominations_key15 on honour_nominations (county, substr(place, 1, 15), id);
create index if not exists honour_nominations_round on honour_nominations (county, round) where round is not null;
create table if not exists honour_ballots (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    round integer,
    place text not null default '',
    key text not null default '',
    on_paper integer not null default 0,
    voted_on text
);
create index if not exists honour_ballots_key9 on honour_ballots (county, substr(place, 1, 9), id);
create index if not exists honour_ballots_key12 on honour_ballots (county, substr(place, 1, 12), id);
create index if not exists honour_ballots_key15 on honour_ballots (county, substr(place, 1, 15), id);
create unique index if not exists honour_ballots_key on honour_ballots (county, key) where key <> '';
create trigger if not exists honour_ballots_no_update before update on honour_ballots
begin
    select raise(abort, 'honour_ballots is only added to');
end;
create trigger if not exists honour_ballots_no_delete before delete on honour_ballots
begin
    select raise(abort, 'honour_ballots is only added to');
end;
create table if not exists honour_tallies (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    round integer,
    nomination integer,
    votes integer not null default 0,
    check (votes >= 0)
);
create index if not exists honour_tallies_round on honour_tallies (county, round) where round is not null;
create index if not exists honour_tallies_nomination on honour_tallies (county, nomination) where nomination is not null;
create table if not exists honour_awards (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    kind_name text not null default '',
    name text not null default '',
    place text not null default '',
    kind text not null default '',
    round integer,
    unit text not null default '',
    household integer,
    resident integer,
    year integer not null default 0,
    stars text not null default '',
    certificate text not null default '',
    awarded_on text,
    valid_until text,
    revoked_on text,
    revoked_because text not null default ''
);
create index if not exists honour_awards_key9 on honour_awards (county, substr(place, 1, 9), id);
create index if not exists honour_awards_key12 on honour_awards (county, substr(place, 1, 12), id);
create index if not exists honour_awards_key15 on honour_awards (county, substr(place, 1, 15), id);
create index if not exists honour_awards_household on honour_awards (county, household) where household is not null;
create index if not exists honour_awards_resident on honour_awards (county, resident) where resident is not null;
create unique index if not exists honour_awards_certificate on honour_awards (county, certificate) where certificate <> '';
create virtual table if not exists honour_awards_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists honour_stars (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    region text not null default '',
    kind text not null default '',
    name text not null default '',
    meaning text not null default '',
    source text not null default ''
);
create table if not exists honour_codes (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    round integer,
    place text not null default '',
    key text not null default '',
    voter integer not null default 0,
    voter_name text not null default '',
    code text not null default '',
    issued_on text
);
create index if not exists honour_codes_key9 on honour_codes (county, substr(place, 1, 9), id);
create index if not exists honour_codes_key12 on honour_codes (county, substr(place, 1, 12), id);
create index if not exists honour_codes_key15 on honour_codes (county, substr(place, 1, 15), id);
create index if not exists honour_codes_round on honour_codes (county, round) where round is not null;
create unique index if not exists honour_codes_key on honour_codes (county, key) where key <> '';
create unique index if not exists honour_codes_code on honour_codes (county, code) where code <> '';
create table if not exists honour_appeals (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    name text not null default '',
    place text not null default '',
    award integer,
    words text not null default '',
    status text not null default '',
    answer text not null default '',
    raised_on text,
    decided_on text
);
create index if not exists honour_appeals_key9 on honour_appeals (county, substr(place, 1, 9), id);
create index if not exists honour_appeals_key12 on honour_appeals (county, substr(place, 1, 12), id);
create index if not exists honour_appeals_key15 on honour_appeals (county, substr(place, 1, 15), id);
create index if not exists honour_appeals_award on honour_appeals (county, award) where award is not null;
create table if not exists report_templates (
    id integer primary key,
    version integer not null default 1,
    code text not null default '',
    name text not null default '',
    title text not null default '',
    body text not null default ''
);
create unique index if not exists report_templates_code on report_templates (code) where code <> '';
create table if not exists reports (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    template integer,
    title text not null default '',
    from_on text,
    to_on text,
    body text not null default '',
    state text not null default '',
    frozen_at text,
    author text not null default ''
);
create index if not exists reports_key9 on reports (county, substr(place, 1, 9), id);
create index if not exists reports_key12 on reports (county, substr(place, 1, 12), id);
create index if not exists reports_key15 on reports (county, substr(place, 1, 15), id);
create virtual table if not exists reports_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists form_templates (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    title text not null default '',
    place text not null default '',
    issuer text not null default '',
    kind text not null default '',
    type text not null default '',
    sheet integer not null default 0,
    heading integer not null default 0,
    column_count integer not null default 0,
    known_count integer not null default 0,
    added_on text,
    retired_on text
);
create index if not exists form_templates_key9 on form_templates (county, substr(place, 1, 9), id);
create index if not exists form_templates_key12 on form_templates (county, substr(place, 1, 12), id);
create index if not exists form_templates_key15 on form_templates (county, substr(place, 1, 15), id);
create virtual table if not exists form_templates_words using fts5(words, tokenize = 'unicode61 remove_diacritics 0');
create table if not exists form_bindings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    template integer,
    ordinal integer not null default 0,
    cell text not null default '',
    heading text not null default '',
    plain text not null default '',
    source text not null default ''
);
create index if not exists form_bindings_key9 on form_bindings (county, substr(place, 1, 9), id);
create index if not exists form_bindings_key12 on form_bindings (county, substr(place, 1, 12), id);
create index if not exists form_bindings_key15 on form_bindings (county, substr(place, 1, 15), id);
create index if not exists form_bindings_template on form_bindings (county, template) where template is not null;
create index if not exists form_bindings_plain on form_bindings (county, plain);
create table if not exists form_fillings (
    county integer not null,
    id integer primary key,
    version integer not null default 1,
    place text not null default '',
    template integer,
    title text not null default '',
    from_on text,
    to_on text,
    filled_count integer not null default 0,
    missing_count integer not null default 0,
    missing text not null default '',
    actor text not null default '',
    filled_on text
);
create index if not exists form_fillings_key9 on form_fillings (county, substr(place, 1, 9), id);
create index if not exists form_fillings_key12 on form_fillings (county, substr(place, 1, 12), id);
create index if not exists form_fillings_key15 on form_fillings (county, substr(place, 1, 15), id);
create index if not exists form_fillings_template on form_fillings (county, template) where template is not null;
create table if not exists submissions (
    sender text not null,
    uuid text not null,
    sent_on text not null,
    location text not null,
    record integer not null,
    primary key (sender, uuid)
);
create table if not exists totals (
    county integer not null,
    place text not null,
    period integer not null,
    amounts text not null,
    primary key (place, period)
) without rowid;
create index if not exists totals_above on totals (period, place) where length(place) <= 6;
create table if not exists import_totals (
    county integer not null,
    import integer not null,
    place text not null,
    period integer not null,
    amounts text not null,
    primary key (county, import, place, period)
) without rowid;
create table if not exists split_totals (
    county integer not null,
    place text not null,
    figure text not null,
    period integer not null,
    share text not null,
    value integer not null,
    primary key (place, figure, period, share)
) without rowid;
create table if not exists import_split_totals (
    county integer not null,
    import integer not null,
    place text not null,
    figure text not null,
    period integer not null,
    share text not null,
    value integer not null,
    primary key (county, import, place, figure, period, share)
) without rowid;
create table if not exists chains (
    county integer primary key,
    last_id integer not null default 0,
    digest text not null default ''
);
create table if not exists journal_days (
    county integer not null,
    day text not null,
    entries integer not null,
    after_id integer not null,
    last_id integer not null,
    previous text not null,
    head text not null,
    primary key (county, day)
);
create trigger if not exists journal_no_update before update on journal
begin
    select raise(abort, 'journal is only added to');
end;
create trigger if not exists journal_no_delete before delete on journal
begin
    select raise(abort, 'journal is only added to');
end;
create trigger if not exists journal_days_no_update before update on journal_days
begin
    select raise(abort, 'journal_days is only added to');
end;
create trigger if not exists journal_days_no_delete before delete on journal_days
begin
    select raise(abort, 'journal_days is only added to');
end;
create table if not exists series (
    county integer not null,
    place text not null,
    name text not null,
    year integer not null,
    number integer not null,
    primary key (county, place, name, year)
);
create table if not exists import_rows (
    county integer not null,
    import integer not null,
    number integer not null,
    line integer not null,
    deed integer not null,
    record integer not null,
    version integer not null,
    content text not null,
    outcome integer not null default 0,
    said text not null default '',
    primary key (county, import, number)
) without rowid;
create table if not exists import_changes (
    county integer not null,
    import integer not null,
    type text not null,
    record integer not null,
    version integer not null,
    content text,
    primary key (county, import, type, record)
) without rowid;
create table if not exists installation (
    name text primary key,
    value text not null
);
