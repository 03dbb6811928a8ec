// SPDX-License-Identifier: Apache-2.0
//
// A peer of our server: Fastify and better-sqlite3, one process, as such programs are usually
// written. It signs people in by the same cookie and token, asks the same questions of the same
// database and answers the list of matters with the same bytes; a creation runs the very
// statements that our server ran (bench/statements.h), in one transaction of its own with
// synchronous=FULL. What it does not do: validation of the body beyond its schema, journal and
// search words in its own code (their values are in the statements), and everything else.
//
//     node server.mjs PORT DATABASE PAGE [STATEMENTS]
//
// PAGE is an answer of our own server: the peer fills in rows, total and form token, and takes
// the rest of the page from there.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import Fastify from "fastify";

const [port, path, pagePath, statementsPath] = process.argv.slice(2);
const db = new Database(path);
db.pragma("journal_mode = wal");
db.pragma("synchronous = full");
db.pragma("mmap_size = 1073741824");
db.pragma("wal_autocheckpoint = 4000");

// Who comes

const ofSession = db.prepare(
    "select sessions.id, accounts.id account, accounts.person, accounts.name, " +
        "sessions.form_token, accounts.counties, sessions.seen_at, sessions.ends_at " +
        "from sessions join accounts on accounts.id = sessions.account " +
        "where sessions.secret_digest = ? and sessions.ended = 0 and accounts.disabled = 0",
);
const ofToken = db.prepare(
    "select accounts.id account, accounts.person, accounts.name, accounts.counties " +
        "from api_tokens join accounts on accounts.id = api_tokens.account " +
        "where api_tokens.secret_digest = ? and api_tokens.revoked = 0 " +
        "and api_tokens.expires_on >= ? and accounts.disabled = 0",
);
const posts = db.prepare(
    "select held.id, held.role, roles.holder_title, held.place from " +
        "(select id, role, place, starts_on, ends_on from posts " +
        "where county = @county and account = @account) held " +
        "join roles on roles.code = held.role " +
        "where held.starts_on <= @today and (held.ends_on is null or held.ends_on >= @today) " +
        "order by length(held.place), held.id limit 50",
);
const digest = (secret) => createHash("sha256").update(secret).digest("hex");
const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

function holderOf(request) {
    const bearer = request.headers.authorization;
    const cookie = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? "");
    const holder = bearer
        ? ofToken.get(digest(bearer.slice("Bearer ".length)), today())
        : cookie && ofSession.get(digest(cookie[1]));
    if (!holder) return null;
    holder.posts = holder.counties
        .split(" ")
        .filter(Boolean)
        .flatMap((county) =>
            posts.all({ county: Number(county), account: holder.account, today: today() }),
        );
    return holder;
}

// The list

/* Ids are larger than what a number of JavaScript holds exactly. */
const list = db.prepare(
    "select cast(id as text) id, version, title, place, kind, category_name, status, reported_on, due_on, " +
        "paused_on, resolved_on from matters where matters.id > ? and matters.id < ? order by matters.id desc limit 21",
);
const years = db.prepare(
    "select amounts from totals where place = ? and county = ? and period between 1 and 9999",
);
const received = (place, county) =>
    years
        .all(place, county)
        .reduce((sum, { amounts }) =>
            sum + Number(/(?:^| )matters_received (-?\d+) /.exec(amounts)?.[1] ?? 0), 0);
const places = db.prepare(
    `select key, name from places where key in (${Array(20).fill("?").join(", ")})`,
);
const kinds = {
    appeal: "群众诉求", patrol: "巡查事件", inquiry: "政策咨询", help: "求助", hazard: "隐患",
    dispute: "矛盾", complaint: "投诉", praise: "表扬",
};
const statuses = {
    closed: ["good", "办结"], reported: ["waiting", "待受理"], handling: ["working", "办理中"],
    village_handling: ["working", "村里办理"], withdrawn: ["ended", "已撤回"],
};
const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) =>
    /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => signs[sign]) : text;
const shown = (day) =>
    day === null
        ? ""
        : `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

const page = readFileSync(pagePath, "utf8");
const body = page.slice(page.indexOf("<!doctype"));
const [head, rest] = body.split("<tbody>\n");
const tail = rest.slice(rest.indexOf("</tbody>"));
const tokenInPage = /name='token' value='([^']+)'/.exec(head)[1];
const [headBefore, headAfter] = head.split(tokenInPage);
const [tailBefore, tailAfter] = tail.split(/共\d+条/);

function rowOf(matter, names) {
    const [tone, label] = statuses[matter.status] ?? ["ended", matter.status];
    return (
        "<tr>\n" +
        `<td data-label='标题'><a href='/matters/${matter.id}'>${escape(matter.title)}</a></td>\n` +
        `<td data-label='地点'>${escape(names.get(matter.place) ?? matter.place)}</td>\n` +
        `<td class='brief' data-label='类型'>${kinds[matter.kind] ?? matter.kind}</td>\n` +
        `<td data-label='类别'>${escape(matter.category_name)}</td>\n` +
        `<td class='brief' data-label='状态'><span class='badge tone-${tone}'>${label}</span></td>\n` +
        `<td class='brief' data-label='登记日期'>${shown(matter.reported_on)}</td>\n` +
        `<td class='brief' data-label='办结期限'>${shown(matter.due_on)}</td>\n` +
        "</tr>\n"
    );
}

function listPage(holder) {
    const place = holder.posts[0].place;
    const county = Number(place.slice(0, 6));
    const first = BigInt(county) * 10000000000n;
    const rows = list.all(first, first + 10000000000n).slice(0, 20);
    const keys = rows.map((row) => row.place);
    while (keys.length < 20) keys.push("");
    const names = new Map(places.all(...keys).map((row) => [row.key, row.name]));
    const count = received(place, county);
    return (
        `${headBefore}${holder.form_token}${headAfter}<tbody>\n` +
        rows.map((row) => rowOf(row, names)).join("") +
        `${tailBefore}共${count}条${tailAfter}`
    );
}

// The statements of our server, request by request

function* requestsOf(bytes) {
    const texts = [];
    let at = 0;
    let request = null;
    const number = () => bytes.readUInt32LE((at += 4) - 4);
    const text = () => {
        const length = number();
        return bytes.toString("utf8", at, (at += length));
    };
    const value = () => {
        const kind = String.fromCharCode(bytes[at++]);
        if (kind === "i") return bytes.readBigInt64LE((at += 8) - 8);
        return kind === "t" ? text() : null;
    };
    while (at < bytes.length) {
        const mark = String.fromCharCode(bytes[at++]);
        if (mark === "S") texts.push(text());
        if (mark === "R") {
            if (request) yield request;
            request = [];
        }
        if (mark === "X") {
            const sql = texts[number()];
            const values = Array.from({ length: number() }, value);
            request.push({ sql, values });
        }
    }
    if (request) yield request;
}

const prepared = new Map();

/* Values stand in the order of their numbers; better-sqlite3 wants names. */
function run({ sql, values }) {
    let entry = prepared.get(sql);
    if (!entry) {
        const statement = db.prepare(sql.replace(/\$(\d+)/g, "@p$1"));
        const used = [...new Set([...sql.matchAll(/\$(\d+)/g)].map((each) => Number(each[1])))];
        prepared.set(sql, (entry = { statement, used }));
    }
    const bound = {};
    for (const which of entry.used) bound[`p${which}`] = values[which - 1];
    return entry.statement.reader ? entry.statement.all(bound) : entry.statement.run(bound);
}

const create = db.transaction((request) => request.forEach(run));
const isFrame = ({ sql }) => /^(begin|commit|savepoint|release|rollback)/.test(sql);
const requests = statementsPath
    ? [...requestsOf(readFileSync(statementsPath))].map((each) =>
          each.filter((statement) => !isFrame(statement)),
      )
    : [];
let next = 0;

// The server

const server = Fastify({ logger: false, keepAliveTimeout: 60000 });
const security = {
    "content-security-policy":
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
        "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
};

server.get("/healthz", () => "ok\n");
server.get("/matters", (request, reply) => {
    const holder = holderOf(request);
    if (!holder || holder.posts.length === 0) return reply.redirect("/sign-in", 303);
    reply.headers(security).type("text/html; charset=utf-8").send(listPage(holder));
});
server.post(
    "/api/matters/new",
    {
        schema: {
            body: {
                type: "object",
                required: ["place", "kind", "source", "story"],
                properties: {
                    place: { type: "string", maxLength: 20 },
                    kind: { type: "string" },
                    source: { type: "string" },
                    story: { type: "string", maxLength: 20000 },
                    name: { type: "string", maxLength: 50 },
                    phone: { type: "string" },
                    wants_reply: { type: "boolean" },
                },
            },
        },
    },
    (request, reply) => {
        if (!holderOf(request)) return reply.code(401).send({ status: 401 });
        if (next === requests.length) return reply.code(503).send({ status: 503 });
        create(requests[next++]);
        reply.headers(security).code(201).send({ id: next, location: `/matters/${next}` });
    },
);

server.listen({ port: Number(port), host: "127.0.0.1" });
