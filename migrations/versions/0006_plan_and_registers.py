"""The plan as data, periods, reports; registers, events, points, surveys, paid services, orders of scans

Revision ID: 0006
Revises: 0005
"""

import zlib

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

CHECKS = {
    "known_measure": "measure IN ('amount', 'acts', 'distinct', 'exists', 'parts')",
    "retired_has_reason": "(retired_at IS NULL) = (retire_reason = '')",
}
# What the lines of the district centre's form count, for plans that were loaded before lines were data.
COUNTERS = {
    "1": [{"kinds": ["registers:document:file"], "sources": ["manual", "recommendation"]}],
    "2": [{"kinds": ["registers:document:file"], "sources": ["staff_summary"]}],
    "3": [{"kinds": ["registers:document:file"], "sources": ["directory"]}],
    "4": [{"kinds": ["catalog:card_index:add"], "sources": ["professional_press"]}],
    "5": [{"kinds": ["registers:method_help:give"]}],
    "6": [{"kinds": ["workplan:quarter:close"]}],
    "7": [{"kinds": ["registers:project:start"]}],
    "8": [{"kinds": ["registers:other:do"]}],
    "9": [{"kinds": ["surveys:survey:close"]}],
    "10": [{"kinds": ["catalog:accession:approve"]}],
    "10.1": [{"kinds": ["catalog:accession:approve"], "sources": ["legal_deposit"]}],
    "10.2": [{"kinds": ["catalog:accession:approve"], "sources": ["purchase"]}],
    "10.3": [{"kinds": ["catalog:accession:approve"], "sources": ["exchange"]}],
    "10.4": [{"kinds": ["catalog:accession:approve"], "sources": ["gift_person", "gift_organisation"]}],
    "10.4.1": [{"kinds": ["catalog:accession:approve"], "sources": ["gift_person"]}],
    "10.4.2": [{"kinds": ["catalog:accession:approve"], "sources": ["gift_organisation"]}],
    "11": [{"kinds": ["catalog:record:create"]}],
    "12": [{"kinds": ["catalog:record:classify"]}],
    "13": [{"kinds": ["catalog:digital:link"]}],
    "14": [{"kinds": ["catalog:union:accept"]}],
    "15": [{"kinds": ["circulation:patron:register", "circulation:patron:reregister"]}],
    "15.1": [{"kinds": ["circulation:patron:register"]}],
    "15.2": [{"kinds": ["circulation:patron:reregister"]}],
    "16": [{"kinds": ["circulation:visit:count"]}],
    "16.1": [{"kinds": ["circulation:visit:count"], "sectors": ["lending"]}],
    "16.2": [{"kinds": ["circulation:visit:count"], "sectors": ["reading"]}],
    "16.3": [{"kinds": ["circulation:visit:count"], "sectors": ["youth"]}],
    "16.4": [{"kinds": ["circulation:visit:count"], "sectors": ["electronic"]}],
    "16.5": [{"kinds": ["circulation:visit:count"], "sectors": ["legal"]}],
    "16.6": [{"kinds": ["circulation:visit:count"], "sectors": ["local"]}],
    "16.7": [{"kinds": ["circulation:visit:count"], "sectors": ["other"]}],
    "17": [{"kinds": ["circulation:loan:open", "circulation:loan:renew", "circulation:item:used_in_room", "circulation:point:issue"], "without_channels": ["automatic"]}],
    "18": [{"kinds": ["circulation:event:hold"], "sources": ["event", "excursion", "training"]}, {"kinds": ["foreign_fund:exhibition:open"]}],
    "19": [{"kinds": ["circulation:point:serve"]}],
    "20": [{"kinds": ["circulation:event:hold"], "sources": ["field"]}],
    "21": [{"kinds": ["circulation:event:hold"], "sources": ["club"]}],
    "22.1": [{"kinds": ["circulation:loan:open"], "sources": ["organisation"]}],
    "22.2": [{"kinds": ["circulation:loan:open"], "categories": ["staff"]}],
    "22.3": [{"kinds": ["circulation:loan:open"], "categories": ["subscriber"]}],
    "23": [{"kinds": ["catalog:remote:deliver"]}],
    "23.1": [{"kinds": ["catalog:remote:deliver"], "sources": ["local"]}],
    "23.2": [{"kinds": ["catalog:remote:deliver"], "sources": ["foreign"]}],
    "23.3": [{"kinds": ["catalog:remote:deliver"], "sources": ["library"]}],
    "24": [{"kinds": ["registers:document:file"], "sources": ["rare_list"]}],
    "25": [{"kinds": ["registers:document:file"], "sources": ["rare_service"]}, {"kinds": ["catalog:scan:rare"]}],
    "25.1": [{"kinds": ["registers:document:file"], "sources": ["rare_technology"]}],
    "25.2": [{"kinds": ["catalog:scan:rare"]}],
    "25.3": [{"kinds": ["catalog:record:create"], "types": ["electronic"]}],
    "26": [{"kinds": ["foreign_fund:exhibition:item_out"]}],
    "27": [{"kinds": ["registers:stocktake:close"]}],
    "28": [{"kinds": ["catalog:chronicle:send"]}],
    "29": [{"kinds": ["catalog:card_index:add"], "sources": ["uzbekistanika"]}],
    "30": [{"kinds": ["registers:aid:finish"]}],
    "30.1": [{"kinds": ["registers:aid:finish"], "sources": ["universal"]}],
    "30.2": [{"kinds": ["registers:aid:finish"], "sources": ["branch"]}],
    "30.3": [{"kinds": ["registers:aid:finish"], "sources": ["thematic"]}],
    "31": [{"kinds": ["registers:own_publication:publish"]}],
    "32": [{"kinds": ["catalog:scan:pages"], "sources": ["order"]}],
    "33": [{"kinds": ["registers:post:publish"]}],
    "34": [{"kinds": ["catalog:digital:publish"]}],
    "35": [{"kinds": ["catalog:scan:pages"], "sources": ["plan"]}],
    "36": [{"kinds": ["catalog:qr:place"]}],
    "37": [{"kinds": ["registers:document:file"], "sources": ["security_report"]}],
    "38": [{"kinds": ["registers:training:hold"]}],
    "39": [{"kinds": ["registers:agreement:sign"], "sources": ["foreign"]}],
    "40": [{"kinds": ["circulation:patron:register", "circulation:patron:reregister"], "without_citizenships": ["UZ", ""]}, {"kinds": ["registers:delegation:receive"]}],
    "41": [{"kinds": ["registers:media:appear"]}],
    "42": [{"kinds": ["circulation:paid:receive", "registers:rent:receive"]}],
    "42.1": [{"kinds": ["circulation:paid:receive"]}],
    "42.2": [{"kinds": ["registers:rent:receive"]}],
}
MEASURES = {"19": "distinct", "25": "exists", "25.1": "exists", "22": "parts"}
DEADLINES = {"9": "q1_q3", "14": "month", "20": "quarter", "27": "q3", "30": "autumn", "30.1": "autumn", "30.2": "autumn", "30.3": "autumn", "33": "week", "36": "quarter", "37": "quarter", "38": "by_plan"}
RENEWALS = "circulation:loan:renew"
CUT = "department, sector, source, channel, {fund}, patron_category, patron_age, patron_sex, patron_citizenship, item_language, item_branch, item_type"
MONTHS = """
INSERT INTO activity_month (kind, month, {columns}, amount, acts)
SELECT kind, {month}, {cut}, sum(amount), count(*) FROM activity GROUP BY kind, {month}, {cut} ORDER BY kind, {month}, {cut}
"""
OF_LINES = "kind, month, department, sector, source, channel, fund, patron_category, patron_citizenship"
LINES = f"INSERT INTO activity_line ({OF_LINES}, amount, acts) SELECT {OF_LINES}, sum(amount), sum(acts) FROM activity_month GROUP BY {OF_LINES} ORDER BY {OF_LINES}"

# PostgreSQL plans this once a connection; sent as text, it would be planned for every act, which takes longer than to do it.
# The queue is that of ils.activity.totals, taken before the rows get their ids.
ACT = "kind, day, at, amount, actor_id, department, sector, patron_category, patron_age, patron_sex, patron_citizenship, item_language, item_branch, item_type, item_fund, source, channel, subject_type, subject_id, batch, note, undo_of"
ACT_TYPES = "kind varchar, day date, at timestamp, amount integer, actor_id integer, department varchar, sector varchar, patron_category varchar, patron_age varchar, patron_sex varchar, patron_citizenship varchar, item_language varchar, item_branch varchar, item_type varchar, item_fund varchar, source varchar, channel varchar, subject_type varchar, subject_id integer, batch varchar, note varchar, undo_of integer"
MONTH_OF = "date_trunc('month', day)::date"
MORE = "DO UPDATE SET amount = kept.amount + excluded.amount, acts = kept.acts + excluded.acts"
DAY_KEY = "kind, day, department, sector, source, channel, {fund}"
LINE_KEY = "kind, {month}, department, sector, source, channel, {fund}, patron_category, patron_citizenship"
MONTH_KEY = "kind, {month}, " + CUT


def adding(table, key):
    kept, of_row = key.format(fund="fund", month="month"), key.format(fund="item_fund", month=MONTH_OF)
    places = ", ".join(map(str, range(1, key.count(",") + 2)))
    return (
        f"INSERT INTO {table} AS kept ({kept}, amount, acts) SELECT {of_row}, sum(amount), count(*) FROM added "
        f"GROUP BY {places} ON CONFLICT ({kept}) {MORE}"
    )


def adding_one(table, key):
    kept = key.format(fund="fund", month="month")
    of_act = ", ".join(
        "date_trunc('month', act.day)::date" if name == "{month}" else f"act.{name.format(fund='item_fund')}" for name in key.split(", ")
    )
    return f"INSERT INTO {table} AS kept ({kept}, amount, acts) VALUES ({of_act}, act.amount, 1) ON CONFLICT ({kept}) {MORE}"


# Most of the time there is one act, and nothing to be summed.
APPEND = f"""
CREATE FUNCTION activity_append(acts json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    act record;
BEGIN
    PERFORM pg_advisory_xact_lock({zlib.crc32(b"activity_total")});
    IF json_array_length(activity_append.acts) = 1 THEN
        SELECT * INTO act FROM json_to_recordset(activity_append.acts) AS told({ACT_TYPES});
        INSERT INTO activity ({ACT}) VALUES ({", ".join(f"act.{name}" for name in ACT.split(", "))});
        {adding_one("activity_total", DAY_KEY)};
        {adding_one("activity_line", LINE_KEY)};
        {adding_one("activity_month", MONTH_KEY)};
        RETURN;
    END IF;
    WITH added AS (
        INSERT INTO activity ({ACT}) SELECT {ACT} FROM json_to_recordset(activity_append.acts) AS told({ACT_TYPES}) RETURNING *
    ), days AS (
        {adding("activity_total", DAY_KEY)}
    ), lines AS (
        {adding("activity_line", LINE_KEY)}
    )
    {adding("activity_month", MONTH_KEY)};
END
$$
"""


def fill_months():
    """The sums of months so far, from the log."""
    month = "date_trunc('month', day)::date" if op.get_bind().dialect.name == "postgresql" else "strftime('%Y-%m-01', day)"
    op.get_bind().exec_driver_sql(MONTHS.format(columns=CUT.format(fund="fund"), cut=CUT.format(fund="item_fund"), month=month))
    op.get_bind().exec_driver_sql(LINES)
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(APPEND)


def fill_lines():
    """What each line counts: by its number, as the program knew it; renewals as the library had decided."""
    connection = op.get_bind()
    setting = sa.table("setting", sa.column("name", sa.String), sa.column("value", sa.JSON))
    chosen = connection.execute(sa.select(setting.c.value).where(setting.c.name == "plan_renewals_count")).scalar()
    line = sa.table("plan_line", sa.column("number", sa.String), sa.column("counter", sa.JSON), sa.column("measure", sa.String), sa.column("deadline", sa.String))
    for number, terms in COUNTERS.items():
        kept = [{**term, "kinds": [kind for kind in term["kinds"] if kind != RENEWALS]} for term in terms] if chosen is False and number == "17" else terms
        connection.execute(line.update().where(line.c.number == number).values(counter=kept))
    for number, measure in MEASURES.items():
        connection.execute(line.update().where(line.c.number == number).values(measure=measure))
    for number, deadline in DEADLINES.items():
        connection.execute(line.update().where(line.c.number == number).values(deadline=deadline))
    connection.execute(setting.delete().where(setting.c.name == "plan_renewals_count"))



def upgrade() -> None:
    op.create_table('activity_month',
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('fund', sa.String(length=40), nullable=False),
    sa.Column('patron_category', sa.String(length=40), nullable=False),
    sa.Column('patron_age', sa.String(length=20), nullable=False),
    sa.Column('patron_sex', sa.String(length=1), nullable=False),
    sa.Column('patron_citizenship', sa.String(length=2), nullable=False),
    sa.Column('item_language', sa.String(length=3), nullable=False),
    sa.Column('item_branch', sa.String(length=20), nullable=False),
    sa.Column('item_type', sa.String(length=40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('acts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'month', 'department', 'sector', 'source', 'channel', 'fund', 'patron_category', 'patron_age', 'patron_sex', 'patron_citizenship', 'item_language', 'item_branch', 'item_type', name=op.f('pk_activity_month')),
    sqlite_with_rowid=False
    )
    op.create_table('activity_line',
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('fund', sa.String(length=40), nullable=False),
    sa.Column('patron_category', sa.String(length=40), nullable=False),
    sa.Column('patron_citizenship', sa.String(length=2), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('acts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'month', 'department', 'sector', 'source', 'channel', 'fund', 'patron_category', 'patron_citizenship', name=op.f('pk_activity_line')),
    sqlite_with_rowid=False
    )
    op.drop_index('ix_activity_kind_day', 'activity')
    op.create_index('ix_activity_kind_day', 'activity', ['kind', 'day', 'subject_type', 'subject_id', 'amount'], unique=False)
    op.create_index('ix_activity_twin', 'activity', ['kind', 'day'], unique=False, sqlite_where=sa.text('undo_of IS NOT NULL'), postgresql_where=sa.text('undo_of IS NOT NULL'))
    op.create_table('club',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('leader', sa.String(length=200), nullable=False),
    sa.Column('meets', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('founded_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_club')),
    sa.UniqueConstraint('name', name=op.f('uq_club_name'))
    )
    op.create_table('evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_type', sa.String(length=40), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.Column('removed_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index('ix_evidence_owner', ['owner_type', 'owner_id'], unique=False)

    op.create_table('other_library',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('head', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('stock', sa.Integer(), nullable=True),
    sa.Column('readers', sa.Integer(), nullable=True),
    sa.Column('staff', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_library')),
    sa.UniqueConstraint('name', name=op.f('uq_other_library_name'))
    )
    op.create_table('plan_closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=4), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=False),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('last_activity_id', sa.Integer(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('reopened_at', sa.DateTime(), nullable=True),
    sa.Column('reopened_by', sa.Integer(), nullable=True),
    sa.Column('reopen_reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(reopened_at IS NULL) = (reopen_reason = '')", name=op.f('ck_plan_closure_reopened_has_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_closure'))
    )
    with op.batch_alter_table('plan_closure', schema=None) as batch_op:
        batch_op.create_index('uq_plan_closure_standing', ['year', 'part'], unique=True, sqlite_where=sa.text('reopened_at IS NULL'), postgresql_where=sa.text('reopened_at IS NULL'))

    op.create_table('plan_opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=False),
    sa.Column('part', sa.String(length=4), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_opening')),
    sa.UniqueConstraint('year', 'number', 'part', name='uq_plan_opening_cells')
    )
    op.create_table('plan_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('service', sa.String(length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('done_note', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_task'))
    )
    with op.batch_alter_table('plan_task', schema=None) as batch_op:
        batch_op.create_index('ix_plan_task_line', ['year', 'number'], unique=False)
        batch_op.create_index('ix_plan_task_open', ['service'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))

    op.create_table('price_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('unit_uz', sa.String(length=60), nullable=False),
    sa.Column('unit_ru', sa.String(length=60), nullable=False),
    sa.Column('unit_en', sa.String(length=60), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint('price >= 0', name=op.f('ck_price_item_price_not_negative')),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_price_item_until_not_before_since')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_item')),
    sa.UniqueConstraint('code', 'since', name='uq_price_item_code_since')
    )
    op.create_table('remote_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recipient_kind', sa.String(length=10), nullable=False),
    sa.Column('recipient', sa.String(length=300), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('paid', sa.Boolean(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('refuse_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("recipient_kind IN ('local', 'foreign', 'library')", name=op.f('ck_remote_request_known_recipient')),
    sa.CheckConstraint("state IN ('asked', 'done', 'refused')", name=op.f('ck_remote_request_known_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remote_request'))
    )
    with op.batch_alter_table('remote_request', schema=None) as batch_op:
        batch_op.create_index('ix_remote_request_state', ['state', 'id'], unique=False)

    op.create_table('report_schedule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('every', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("every IN ('month', 'quarter', 'year')", name=op.f('ck_report_schedule_known_every')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_schedule'))
    )
    op.create_table('survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('intro', sa.JSON(), nullable=False),
    sa.Column('place', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('findings', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_survey_closed_has_time')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_survey_known_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey')),
    sa.UniqueConstraint('token', name=op.f('uq_survey_token'))
    )
    op.create_table('tally',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(amount < 0) = (corrects_id IS NOT NULL)', name=op.f('ck_tally_negative_corrects')),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_tally_some_amount')),
    sa.ForeignKeyConstraint(['corrects_id'], ['tally.id'], name=op.f('fk_tally_corrects_id_tally')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tally')),
    sa.UniqueConstraint('corrects_id', name='uq_tally_corrected_once')
    )
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_index('ix_tally_day', ['day', 'kind'], unique=False)

    op.create_table('mobile_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['sector'], ['sector.code'], name=op.f('fk_mobile_point_sector_sector')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mobile_point')),
    sa.UniqueConstraint('name', name=op.f('uq_mobile_point_name'))
    )
    op.create_table('plan_closed_figure',
    sa.Column('closure_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=False),
    sa.Column('fact', sa.BigInteger(), nullable=True),
    sa.Column('plan', sa.BigInteger(), nullable=True),
    sa.Column('opening', sa.BigInteger(), nullable=False),
    sa.Column('acts', sa.Integer(), nullable=False),
    sa.Column('rows_hash', sa.String(length=64), nullable=False),
    sa.Column('counter', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('measure', sa.String(length=10), nullable=False),
    sa.Column('sectors', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['closure_id'], ['plan_closure.id'], name=op.f('fk_plan_closed_figure_closure_id_plan_closure')),
    sa.PrimaryKeyConstraint('closure_id', 'number', name=op.f('pk_plan_closed_figure'))
    )
    op.create_table('plan_target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=4), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('service', sa.String(length=20), nullable=False),
    sa.Column('plan', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('plan >= 0', name=op.f('ck_plan_target_plan_not_negative')),
    sa.ForeignKeyConstraint(['line_id'], ['plan_line.id'], name=op.f('fk_plan_target_line_id_plan_line')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_target')),
    sa.UniqueConstraint('line_id', 'part', 'sector', 'service', name='uq_plan_target_cells')
    )
    op.create_table('register_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=30), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('people', sa.String(length=500), nullable=False),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('partner', sa.String(length=300), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=True),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('about_type', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=True),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('withdraw_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name=op.f('ck_register_entry_withdrawn_has_reason')),
    sa.CheckConstraint('hours IS NULL OR hours >= 0', name=op.f('ck_register_entry_hours_not_negative')),
    sa.CheckConstraint('persons IS NULL OR persons >= 0', name=op.f('ck_register_entry_persons_not_negative')),
    sa.ForeignKeyConstraint(['library_id'], ['other_library.id'], name=op.f('fk_register_entry_library_id_other_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entry'))
    )
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.create_index('ix_register_entry_day', ['register', 'day'], unique=False)
        batch_op.create_index('uq_register_entry_about', ['register', 'about_type', 'about_id'], unique=True, sqlite_where=sa.text("about_type <> '' AND withdrawn_at IS NULL"), postgresql_where=sa.text("about_type <> '' AND withdrawn_at IS NULL"))

    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('schedule_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'approved', 'dropped')", name=op.f('ck_report_known_state')),
    sa.CheckConstraint('first <= last', name=op.f('ck_report_first_before_last')),
    sa.ForeignKeyConstraint(['schedule_id'], ['report_schedule.id'], name=op.f('fk_report_schedule_id_report_schedule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('schedule_id', 'first', name='uq_report_once_a_period')
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index('ix_report_state', ['state', 'id'], unique=False)

    op.create_table('staff_profile',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=200), nullable=False),
    sa.Column('education', sa.String(length=20), nullable=False),
    sa.Column('librarian', sa.Boolean(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.CheckConstraint("education IN ('', 'higher', 'secondary_special', 'secondary')", name=op.f('ck_staff_profile_known_education')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_profile_staff_id_staff')),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_staff_profile'))
    )
    op.create_table('survey_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=True),
    sa.Column('high', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('one', 'many', 'scale', 'number', 'text')", name=op.f('ck_survey_question_known_kind')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_question_survey_id_survey')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_question')),
    sa.UniqueConstraint('survey_id', 'position', name='uq_survey_question_position')
    )
    op.create_table('survey_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('visitor', sa.String(length=64), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("channel IN ('paper', 'web', 'telegram')", name=op.f('ck_survey_sheet_known_channel')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_sheet_survey_id_survey')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_sheet'))
    )
    with op.batch_alter_table('survey_sheet', schema=None) as batch_op:
        batch_op.create_index('ix_survey_sheet_survey', ['survey_id', 'id'], unique=False)
        batch_op.create_index('uq_survey_sheet_visitor', ['survey_id', 'visitor'], unique=True, sqlite_where=sa.text("visitor <> '' AND withdrawn_at IS NULL"), postgresql_where=sa.text("visitor <> '' AND withdrawn_at IS NULL"))

    op.create_table('club_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.CheckConstraint('left_on IS NULL OR left_on >= joined_on', name=op.f('ck_club_member_left_not_before_joined')),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_club_member_club_id_club')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_club_member_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_club_member'))
    )
    with op.batch_alter_table('club_member', schema=None) as batch_op:
        batch_op.create_index('ix_club_member_patron', ['patron_id'], unique=False)
        batch_op.create_index('uq_club_member_now', ['club_id', 'patron_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('paid_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('payer', sa.String(length=200), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("method IN ('cash', 'card', 'transfer')", name=op.f('ck_paid_receipt_known_method')),
    sa.CheckConstraint('(amount < 0) = (reverses_id IS NOT NULL)', name=op.f('ck_paid_receipt_negative_reverses')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_paid_receipt_patron_id_patron')),
    sa.ForeignKeyConstraint(['reverses_id'], ['paid_receipt.id'], name=op.f('fk_paid_receipt_reverses_id_paid_receipt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paid_receipt')),
    sa.UniqueConstraint('reverses_id', name='uq_paid_receipt_reversed_once'),
    sa.UniqueConstraint('year', 'number', name='uq_paid_receipt_number')
    )
    with op.batch_alter_table('paid_receipt', schema=None) as batch_op:
        batch_op.create_index('ix_paid_receipt_day', ['day'], unique=False)
        batch_op.create_index('ix_paid_receipt_patron', ['patron_id'], unique=False)

    op.create_table('qr_placement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('board', sa.String(length=300), nullable=False),
    sa.Column('placed_on', sa.Date(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('removed_on IS NULL OR removed_on >= placed_on', name=op.f('ck_qr_placement_removed_not_before_placed')),
    sa.ForeignKeyConstraint(['object_id'], ['digital_object.id'], name=op.f('fk_qr_placement_object_id_digital_object')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_qr_placement_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_qr_placement'))
    )
    with op.batch_alter_table('qr_placement', schema=None) as batch_op:
        batch_op.create_index('ix_qr_placement_day', ['placed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_qr_placement_record_id'), ['record_id'], unique=False)

    op.create_table('remote_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('delivered_at', sa.DateTime(), nullable=True),
    sa.Column('delivered_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(delivered_on IS NULL) = (form = '')", name=op.f('ck_remote_document_delivered_has_form')),
    sa.CheckConstraint("form IN ('', 'email', 'telegram', 'post', 'link')", name=op.f('ck_remote_document_known_form')),
    sa.ForeignKeyConstraint(['object_id'], ['digital_object.id'], name=op.f('fk_remote_document_object_id_digital_object')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_remote_document_record_id_record')),
    sa.ForeignKeyConstraint(['request_id'], ['remote_request.id'], name=op.f('fk_remote_document_request_id_remote_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remote_document'))
    )
    with op.batch_alter_table('remote_document', schema=None) as batch_op:
        batch_op.create_index('ix_remote_document_record', ['record_id'], unique=False)
        batch_op.create_index('ix_remote_document_request', ['request_id'], unique=False)

    op.create_table('scan_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=10), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('requester', sa.String(length=300), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('ordered_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f('ck_scan_order_ended_has_time')),
    sa.CheckConstraint("reason IN ('order', 'plan', 'rare')", name=op.f('ck_scan_order_known_reason')),
    sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name=op.f('ck_scan_order_known_state')),
    sa.ForeignKeyConstraint(['object_id'], ['digital_object.id'], name=op.f('fk_scan_order_object_id_digital_object')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_scan_order_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_order'))
    )
    with op.batch_alter_table('scan_order', schema=None) as batch_op:
        batch_op.create_index('ix_scan_order_record', ['record_id'], unique=False)
        batch_op.create_index('ix_scan_order_state', ['state', 'id'], unique=False)

    op.create_table('survey_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('option', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('words', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['survey_question.id'], name=op.f('fk_survey_answer_question_id_survey_question')),
    sa.ForeignKeyConstraint(['sheet_id'], ['survey_sheet.id'], name=op.f('fk_survey_answer_sheet_id_survey_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_answer'))
    )
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.create_index('ix_survey_answer_question', ['question_id', 'option'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_answer_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=True),
    sa.Column('ends', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=300), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('club_id', sa.Integer(), nullable=True),
    sa.Column('organiser', sa.String(length=200), nullable=False),
    sa.Column('partner', sa.String(length=300), nullable=False),
    sa.Column('audience', sa.String(length=200), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=True),
    sa.Column('headcount', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('held_at', sa.DateTime(), nullable=True),
    sa.Column('held_by', sa.Integer(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.Column('cancelled_by', sa.Integer(), nullable=True),
    sa.Column('cancel_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name=op.f('ck_event_cancelled_has_reason')),
    sa.CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name=op.f('ck_event_held_has_time')),
    sa.CheckConstraint("(type = 'club') = (club_id IS NOT NULL)", name=op.f('ck_event_club_meeting_has_club')),
    sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f('ck_event_known_state')),
    sa.CheckConstraint("type IN ('event', 'field', 'club', 'excursion', 'training')", name=op.f('ck_event_known_type')),
    sa.CheckConstraint('headcount >= 0', name=op.f('ck_event_headcount_not_negative')),
    sa.ForeignKeyConstraint(['club_id'], ['club.id'], name=op.f('fk_event_club_id_club')),
    sa.ForeignKeyConstraint(['sector'], ['sector.code'], name=op.f('fk_event_sector_sector')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_event_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_club', ['club_id'], unique=False)
        batch_op.create_index('ix_event_day', ['day', 'state'], unique=False)

    op.create_table('mobile_trip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('point_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('visitors', sa.Integer(), nullable=False),
    sa.Column('issued', sa.Integer(), nullable=False),
    sa.Column('staff', sa.String(length=300), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('withdraw_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("state IN ('open', 'closed', 'withdrawn')", name=op.f('ck_mobile_trip_known_state')),
    sa.CheckConstraint('visitors >= 0 AND issued >= 0', name=op.f('ck_mobile_trip_counts_not_negative')),
    sa.ForeignKeyConstraint(['point_id'], ['mobile_point.id'], name=op.f('fk_mobile_trip_point_id_mobile_point')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_mobile_trip_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mobile_trip'))
    )
    with op.batch_alter_table('mobile_trip', schema=None) as batch_op:
        batch_op.create_index('ix_mobile_trip_point', ['point_id', 'day'], unique=False)

    op.create_table('paid_line',
    sa.Column('receipt_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('price_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('quantity <> 0', name=op.f('ck_paid_line_some_quantity')),
    sa.ForeignKeyConstraint(['price_id'], ['price_item.id'], name=op.f('fk_paid_line_price_id_price_item')),
    sa.ForeignKeyConstraint(['receipt_id'], ['paid_receipt.id'], name=op.f('fk_paid_line_receipt_id_paid_receipt')),
    sa.PrimaryKeyConstraint('receipt_id', 'line', name=op.f('pk_paid_line'))
    )
    op.create_table('scan_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(pages < 0) = (corrects_id IS NOT NULL)', name=op.f('ck_scan_work_negative_corrects')),
    sa.CheckConstraint('pages <> 0', name=op.f('ck_scan_work_some_pages')),
    sa.ForeignKeyConstraint(['corrects_id'], ['scan_work.id'], name=op.f('fk_scan_work_corrects_id_scan_work')),
    sa.ForeignKeyConstraint(['order_id'], ['scan_order.id'], name=op.f('fk_scan_work_order_id_scan_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_work')),
    sa.UniqueConstraint('corrects_id', name='uq_scan_work_corrected_once')
    )
    with op.batch_alter_table('scan_work', schema=None) as batch_op:
        batch_op.create_index('ix_scan_work_day', ['day'], unique=False)
        batch_op.create_index('ix_scan_work_order', ['order_id'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_attendance_event_id_event')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_attendance_patron_id_patron')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_attendance_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('event_id', 'patron_id', name='uq_attendance_once')
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_patron', ['patron_id'], unique=False)

    op.create_table('mobile_trip_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('trip_id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('lend', 'renew', 'return')", name=op.f('ck_mobile_trip_act_known_kind')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_mobile_trip_act_loan_id_loan')),
    sa.ForeignKeyConstraint(['trip_id'], ['mobile_trip.id'], name=op.f('fk_mobile_trip_act_trip_id_mobile_trip')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mobile_trip_act')),
    sa.UniqueConstraint('trip_id', 'loan_id', 'kind', name='uq_mobile_trip_act_once')
    )
    with op.batch_alter_table('mobile_trip_act', schema=None) as batch_op:
        batch_op.create_index('ix_mobile_trip_act_loan', ['loan_id'], unique=False)

    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mechanism_uz', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mechanism_ru', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mechanism_en', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('deadline', sa.String(length=20), nullable=False, server_default='year'))
        batch_op.add_column(sa.Column('responsible', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('counter', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('measure', sa.String(length=10), nullable=False, server_default='amount'))
        batch_op.add_column(sa.Column('retired_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('retire_reason', sa.String(length=300), nullable=False, server_default=''))
        batch_op.alter_column('last_fact',
               existing_type=sa.INTEGER(),
               type_=sa.BigInteger(),
               existing_nullable=True)
        batch_op.alter_column('plan',
               existing_type=sa.INTEGER(),
               type_=sa.BigInteger(),
               existing_nullable=True)

    with op.batch_alter_table('plan_line') as batch_op:
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f'ck_plan_line_{name}'), rule)
    fill_months()
    fill_lines()


def downgrade() -> None:
    with op.batch_alter_table('plan_line') as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f'ck_plan_line_{name}'), type_='check')
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.alter_column('plan',
               existing_type=sa.BigInteger(),
               type_=sa.INTEGER(),
               existing_nullable=True)
        batch_op.alter_column('last_fact',
               existing_type=sa.BigInteger(),
               type_=sa.INTEGER(),
               existing_nullable=True)
        batch_op.drop_column('retire_reason')
        batch_op.drop_column('retired_at')
        batch_op.drop_column('measure')
        batch_op.drop_column('counter')
        batch_op.drop_column('responsible')
        batch_op.drop_column('deadline')
        batch_op.drop_column('mechanism_en')
        batch_op.drop_column('mechanism_ru')
        batch_op.drop_column('mechanism_uz')

    with op.batch_alter_table('mobile_trip_act', schema=None) as batch_op:
        batch_op.drop_index('ix_mobile_trip_act_loan')

    op.drop_table('mobile_trip_act')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_patron')

    op.drop_table('attendance')
    with op.batch_alter_table('scan_work', schema=None) as batch_op:
        batch_op.drop_index('ix_scan_work_order')
        batch_op.drop_index('ix_scan_work_day')

    op.drop_table('scan_work')
    op.drop_table('paid_line')
    with op.batch_alter_table('mobile_trip', schema=None) as batch_op:
        batch_op.drop_index('ix_mobile_trip_point')

    op.drop_table('mobile_trip')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_day')
        batch_op.drop_index('ix_event_club')

    op.drop_table('event')
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_survey_answer_sheet_id'))
        batch_op.drop_index('ix_survey_answer_question')

    op.drop_table('survey_answer')
    with op.batch_alter_table('scan_order', schema=None) as batch_op:
        batch_op.drop_index('ix_scan_order_state')
        batch_op.drop_index('ix_scan_order_record')

    op.drop_table('scan_order')
    with op.batch_alter_table('remote_document', schema=None) as batch_op:
        batch_op.drop_index('ix_remote_document_request')
        batch_op.drop_index('ix_remote_document_record')

    op.drop_table('remote_document')
    with op.batch_alter_table('qr_placement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_qr_placement_record_id'))
        batch_op.drop_index('ix_qr_placement_day')

    op.drop_table('qr_placement')
    with op.batch_alter_table('paid_receipt', schema=None) as batch_op:
        batch_op.drop_index('ix_paid_receipt_patron')
        batch_op.drop_index('ix_paid_receipt_day')

    op.drop_table('paid_receipt')
    with op.batch_alter_table('club_member', schema=None) as batch_op:
        batch_op.drop_index('uq_club_member_now', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.drop_index('ix_club_member_patron')

    op.drop_table('club_member')
    with op.batch_alter_table('survey_sheet', schema=None) as batch_op:
        batch_op.drop_index('uq_survey_sheet_visitor', sqlite_where=sa.text("visitor <> '' AND withdrawn_at IS NULL"), postgresql_where=sa.text("visitor <> '' AND withdrawn_at IS NULL"))
        batch_op.drop_index('ix_survey_sheet_survey')

    op.drop_table('survey_sheet')
    op.drop_table('survey_question')
    op.drop_table('staff_profile')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index('ix_report_state')

    op.drop_table('report')
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.drop_index('uq_register_entry_about', sqlite_where=sa.text("about_type <> '' AND withdrawn_at IS NULL"), postgresql_where=sa.text("about_type <> '' AND withdrawn_at IS NULL"))
        batch_op.drop_index('ix_register_entry_day')

    op.drop_table('register_entry')
    op.drop_table('plan_target')
    op.drop_table('plan_closed_figure')
    op.drop_table('mobile_point')
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.drop_index('ix_tally_day')

    op.drop_table('tally')
    op.drop_table('survey')
    op.drop_table('report_schedule')
    with op.batch_alter_table('remote_request', schema=None) as batch_op:
        batch_op.drop_index('ix_remote_request_state')

    op.drop_table('remote_request')
    op.drop_table('price_item')
    with op.batch_alter_table('plan_task', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_task_open', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.drop_index('ix_plan_task_line')

    op.drop_table('plan_task')
    op.drop_table('plan_opening')
    with op.batch_alter_table('plan_closure', schema=None) as batch_op:
        batch_op.drop_index('uq_plan_closure_standing', sqlite_where=sa.text('reopened_at IS NULL'), postgresql_where=sa.text('reopened_at IS NULL'))

    op.drop_table('plan_closure')
    op.drop_table('other_library')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_evidence_owner')

    op.drop_table('evidence')
    op.drop_table('club')
    op.drop_index('ix_activity_kind_day', 'activity')
    op.create_index('ix_activity_kind_day', 'activity', ['kind', 'day'], unique=False)
    op.drop_index('ix_activity_twin', 'activity', sqlite_where=sa.text('undo_of IS NOT NULL'), postgresql_where=sa.text('undo_of IS NOT NULL'))
    op.drop_table('activity_line')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION activity_append")
    op.drop_table('activity_month')