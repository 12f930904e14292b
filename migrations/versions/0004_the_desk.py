"""The desk: rules of lending, holds, charges, losses, undo, readers in full, visits, messages, the overdue ladder

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

STATES = "state IN ('available', 'on_loan', 'processing', 'in_repair', 'missing', 'lost', 'withdrawn'"
ROLES = "role IN ('administrator', 'director', 'cataloguer', 'desk', 'foreign_department'"
OLD = {"item": {"itemstate": f"{STATES})"}, "staff": {"role": f"{ROLES})"}}
NEW = {
    "item": {"itemstate": f"{STATES}, 'held', 'in_transit')"},
    "staff": {"role": f"{ROLES}, 'kiosk')"},
}
CHECKS = {
    "item": {
        "transit_has_aim": "(state = 'in_transit') = (transit_to <> '')",
    },
    "loan": {
        "undone_is_closed": "undone_at IS NULL OR closed_at IS NOT NULL",
        "due_minute_of_a_day": "due_minute BETWEEN 0 AND 1440",
    },
    "loan_policy": {
        "earliest_sensible": "renew_earliest BETWEEN 0 AND 366",
        "queue_rule_whole": "(queue_longer IS NULL) = (queue_days IS NULL)",
        "queue_rule_sensible": "queue_longer >= 0 AND queue_days BETWEEN 0 AND 366",
        "debt_limit_not_negative": "debt_limit >= 0",
        "overdue_blocks_sensible": "overdue_blocks >= 1",
        "penalties_not_negative": "fine_per_day >= 0 AND suspend_per_day >= 0",
    },
    "patron": {
        "guardian_is_another": "guardian_id <> id",
    },
    "special_day": {
        "both_hours_or_none": "(opens IS NULL) = (closes IS NULL)",
        "closed_has_no_hours": "open OR opens IS NULL",
        "opens_before_it_closes": "opens IS NULL OR (0 <= opens AND opens < closes AND closes <= 1440)",
    },
    "visit": {
        "negative_corrects": "(persons < 0) = (corrects_id IS NOT NULL)",
    },
}
# SQLite then never gives an id again; it can only be said when a table is made.
NEVER_AGAIN = {"sqlite_autoincrement": True}

# Types of copies were types of documents until now: each keeps its code. Uzbek, Russian, English.
ITEM_TYPES = (
    ("book", "Kitob", "Книга", "Book"),
    ("serial", "Davriy nashr", "Периодическое издание", "Serial"),
    ("article", "Maqola", "Статья", "Article"),
    ("map", "Xarita", "Карта", "Map"),
    ("music_score", "Nota nashri", "Нотное издание", "Printed music"),
    ("sound", "Audio", "Аудиозапись", "Audio"),
    ("video", "Video", "Видеозапись", "Video"),
    ("picture", "Tasviriy nashr", "Изоиздание", "Picture"),
    ("electronic", "Elektron resurs", "Электронный ресурс", "Electronic resource"),
    ("manuscript", "Qoʻlyozma", "Рукопись", "Manuscript"),
    ("mixed", "Toʻplam", "Комплект", "Kit"),
    ("object", "Buyum", "Предмет", "Object"),
    ("other", "Boshqa", "Другое", "Other"),
    ("textbook", "Darslik", "Учебник", "Textbook"),
    ("rare", "Nodir kitob", "Редкая книга", "Rare book"),
    ("new_demand", "Talab katta yangi kitob", "Новинка повышенного спроса", "New book in high demand"),
)

# A head-count that was taken back has its negative twin without saying whose it is; they pair in the order of entry.
TWINS = """
UPDATE visit SET corrects_id = (
    SELECT whole.id FROM (
        SELECT v.id, v.sector, v.day, v.source, v.persons, row_number() OVER (
            PARTITION BY v.sector, v.day, v.source, v.persons ORDER BY v.id) AS place
        FROM visit v WHERE v.persons > 0 AND EXISTS (
            SELECT 1 FROM activity a WHERE a.subject_type = 'visit' AND a.subject_id = v.id AND a.undo_of IS NOT NULL)
    ) whole JOIN (
        SELECT v.id, v.sector, v.day, v.source, v.persons, row_number() OVER (
            PARTITION BY v.sector, v.day, v.source, v.persons ORDER BY v.id) AS place
        FROM visit v WHERE v.persons < 0
    ) twin ON twin.sector = whole.sector AND twin.day = whole.day AND twin.source = whole.source
        AND twin.persons = -whole.persons AND twin.place = whole.place
    WHERE twin.id = visit.id)
WHERE persons < 0
"""


def change_values(batch_op, table, allowed):
    """Put the checks of one side in the place of the other's."""
    for name, condition in allowed[table].items():
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), condition)


def add_checks(batch_op, table, checks):
    """Name what the new columns may hold."""
    for name, condition in checks.items():
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), condition)


def drop_checks(batch_op, table, names):
    """Take the checks of columns back that are about to go."""
    for name in names:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")


def upgrade() -> None:
    op.create_table('channel_setting',
    sa.Column('channel', sa.Enum('telegram', 'sms', 'email', 'letter', 'call', name='channelname', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('driver', sa.String(length=20), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('secrets', sa.JSON(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('channel', name=op.f('pk_channel_setting'))
    )
    op.create_table('desk_severity',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.CheckConstraint("severity IN ('block', 'ask', 'tell', 'off')", name=op.f('ck_desk_severity_known_severity')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_desk_severity'))
    )
    op.create_table('item_type',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_item_type'))
    )
    op.create_table('loan_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('item_type', sa.String(length=40), nullable=False),
    sa.Column('fund', sa.String(length=40), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.CheckConstraint("(item_type = '') <> (fund = '')", name=op.f('ck_loan_limit_of_type_or_of_fund')),
    sa.CheckConstraint('copies BETWEEN 0 AND 9999', name=op.f('ck_loan_limit_copies_sensible')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_limit')),
    sa.UniqueConstraint('category', 'item_type', 'fund', name='uq_loan_limit_cells')
    )
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('recipient_type', sa.String(length=20), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'sent', 'to_print', 'to_call', 'failed', 'cancelled', name='messagestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('dedupe', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('sent_by', sa.String(length=10), nullable=False),
    sa.Column('handled_at', sa.DateTime(), nullable=True),
    sa.Column('handled_by', sa.Integer(), nullable=True),
    sa.Column('cancel_reason', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_day', ['day'], unique=False)
        batch_op.create_index('ix_message_queued', ['not_before', 'id'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index('ix_message_recipient', ['recipient_type', 'recipient_id', 'id'], unique=False)
        batch_op.create_index('ix_message_state', ['state', 'id'], unique=False)
        batch_op.create_index('uq_message_dedupe', ['dedupe'], unique=True, sqlite_where=sa.text("dedupe <> ''"), postgresql_where=sa.text("dedupe <> ''"))

    op.create_table('message_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('approved', sa.String(length=20), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("form IN ('short', 'long', 'letter')", name=op.f('ck_message_template_known_form')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_template')),
    sa.UniqueConstraint('kind', 'language', 'form', name='uq_message_template_cells')
    )
    op.create_table('opening_hours',
    sa.Column('weekday', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('closes', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= opens AND opens < closes AND closes <= 1440', name=op.f('ck_opening_hours_opens_before_it_closes')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_opening_hours_known_weekday')),
    sa.PrimaryKeyConstraint('weekday', name=op.f('pk_opening_hours'))
    )
    op.create_table('overdue_level',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('open_days', sa.Boolean(), nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('template', sa.String(length=40), nullable=False),
    sa.Column('restricts', sa.Boolean(), nullable=False),
    sa.Column('charge', sa.Integer(), nullable=False),
    sa.Column('marks_lost', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('charge >= 0', name=op.f('ck_overdue_level_charge_not_negative')),
    sa.CheckConstraint('days BETWEEN -60 AND 3650', name=op.f('ck_overdue_level_days_sensible')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overdue_level')),
    sa.UniqueConstraint('days', 'open_days', name='uq_overdue_level_days')
    )
    op.create_table('overdue_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overdue_run'))
    )
    op.create_table('patron_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.Column('defaults', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("state IN ('preview', 'accepted', 'dropped')", name=op.f('ck_patron_import_known_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patron_import'))
    )
    op.create_table('redating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_redating'))
    )
    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('telegram', 'sms', 'email', 'letter', 'call', name='channelname', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('ok', sa.Boolean(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('detail', sa.String(length=500), nullable=False),
    sa.Column('provider_id', sa.String(length=100), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_delivery_message_id_message')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_at', ['at'], unique=False)
        batch_op.create_index('ix_delivery_message', ['message_id'], unique=False)

    op.create_table('message_subject',
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('subject_type', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_subject_message_id_message')),
    sa.PrimaryKeyConstraint('message_id', 'subject_type', 'subject_id', name=op.f('pk_message_subject'))
    )
    with op.batch_alter_table('message_subject', schema=None) as batch_op:
        batch_op.create_index('ix_message_subject_ref', ['subject_type', 'subject_id'], unique=False)

    op.create_table('redated_thing',
    sa.Column('redating_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('old_on', sa.Date(), nullable=False),
    sa.Column('new_on', sa.Date(), nullable=False),
    sa.Column('kept', sa.String(length=40), nullable=False),
    sa.CheckConstraint("kind IN ('loan', 'hold')", name=op.f('ck_redated_thing_known_kind')),
    sa.ForeignKeyConstraint(['redating_id'], ['redating.id'], name=op.f('fk_redated_thing_redating_id_redating')),
    sa.PrimaryKeyConstraint('redating_id', 'kind', 'ref_id', name=op.f('pk_redated_thing'))
    )
    op.create_table('charge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('overdue', 'loss', 'damage', 'card', 'service', 'other', name='chargekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(amount < 0) = (reverses_id IS NOT NULL)', name=op.f('ck_charge_negative_reverses')),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_charge_some_amount')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_charge_patron_id_patron')),
    sa.ForeignKeyConstraint(['reverses_id'], ['charge.id'], name=op.f('fk_charge_reverses_id_charge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_charge')),
    sa.UniqueConstraint('reverses_id', name='uq_charge_reversed_once')
    )
    with op.batch_alter_table('charge', schema=None) as batch_op:
        batch_op.create_index('ix_charge_loan', ['loan_id'], unique=False)
        batch_op.create_index('ix_charge_patron', ['patron_id', 'id'], unique=False)

    op.create_table('overdue_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.Enum('promised', 'no_answer', 'wrong_number', 'says_returned', 'lost', 'refused', 'other', name='calloutcome', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_overdue_call_message_id_message')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_overdue_call_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overdue_call'))
    )
    with op.batch_alter_table('overdue_call', schema=None) as batch_op:
        batch_op.create_index('ix_overdue_call_patron', ['patron_id', 'id'], unique=False)

    op.create_table('patron_import_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('problem', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('new', 'duplicate', 'refused', 'added', 'skipped')", name=op.f('ck_patron_import_row_known_state')),
    sa.ForeignKeyConstraint(['import_id'], ['patron_import.id'], name=op.f('fk_patron_import_row_import_id_patron_import')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_patron_import_row_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patron_import_row')),
    sa.UniqueConstraint('import_id', 'line', name='uq_patron_import_row_line')
    )
    op.create_table('patron_photo',
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_patron_photo_patron_id_patron')),
    sa.PrimaryKeyConstraint('patron_id', name=op.f('pk_patron_photo'))
    )
    op.create_table('receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('method', sa.Enum('cash', 'card', 'transfer', 'forgiven', name='method', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(amount < 0) = (reverses_id IS NOT NULL)', name=op.f('ck_receipt_negative_reverses')),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_receipt_some_amount')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_receipt_patron_id_patron')),
    sa.ForeignKeyConstraint(['reverses_id'], ['receipt.id'], name=op.f('fk_receipt_reverses_id_receipt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('reverses_id', name='uq_receipt_reversed_once'),
    sa.UniqueConstraint('year', 'number', name='uq_receipt_number')
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index('ix_receipt_patron', ['patron_id', 'id'], unique=False)

    op.create_table('restriction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('manual', 'overdue', 'loss', 'suspension', name='restrictionkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('loan_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=True),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.Column('lifted_by', sa.Integer(), nullable=True),
    sa.Column('lift_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("kind <> 'suspension' OR until IS NOT NULL", name=op.f('ck_restriction_suspension_ends')),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_restriction_until_not_before_since')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_restriction_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restriction'))
    )
    with op.batch_alter_table('restriction', schema=None) as batch_op:
        batch_op.create_index('ix_restriction_loan', ['loan_id'], unique=False)
        batch_op.create_index('ix_restriction_open', ['patron_id'], unique=False, sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.create_index('ix_restriction_patron', ['patron_id'], unique=False)

    op.create_table('telegram_link',
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_telegram_link_patron_id_patron')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_telegram_link'))
    )
    with op.batch_alter_table('telegram_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_telegram_link_patron_id'), ['patron_id'], unique=False)

    op.create_table('hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('only_item_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'ready', 'fulfilled', 'cancelled', 'expired', name='holdstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('placed_at', sa.DateTime(), nullable=False),
    sa.Column('placed_on', sa.Date(), nullable=False),
    sa.Column('placed_by', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('needed_until', sa.Date(), nullable=True),
    sa.Column('ready_at', sa.DateTime(), nullable=True),
    sa.Column('shelf_until', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.String(length=200), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(state IN ('waiting', 'ready')) = (ended_at IS NULL)", name=op.f('ck_hold_ended_has_time')),
    sa.CheckConstraint("state <> 'ready' OR (item_id IS NOT NULL AND ready_at IS NOT NULL)", name=op.f('ck_hold_ready_has_copy')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_hold_department_department')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_hold_item_id_item')),
    sa.ForeignKeyConstraint(['only_item_id'], ['item.id'], name=op.f('fk_hold_only_item_id_item')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_hold_patron_id_patron')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_hold_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hold'))
    )
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.create_index('ix_hold_item', ['item_id'], unique=False)
        batch_op.create_index('ix_hold_queue', ['record_id', 'state', 'rank', 'id'], unique=False)
        batch_op.create_index('ix_hold_shelf', ['state', 'shelf_until'], unique=False)
        batch_op.create_index('uq_hold_active_patron_record', ['patron_id', 'record_id'], unique=True, sqlite_where=sa.text("state IN ('waiting', 'ready')"), postgresql_where=sa.text("state IN ('waiting', 'ready')"))
        batch_op.create_index('uq_hold_ready_item', ['item_id'], unique=True, sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'"))

    op.create_table('receipt_line',
    sa.Column('receipt_id', sa.Integer(), nullable=False),
    sa.Column('charge_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_receipt_line_some_amount')),
    sa.ForeignKeyConstraint(['charge_id'], ['charge.id'], name=op.f('fk_receipt_line_charge_id_charge')),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipt.id'], name=op.f('fk_receipt_line_receipt_id_receipt')),
    sa.PrimaryKeyConstraint('receipt_id', 'charge_id', name=op.f('pk_receipt_line'))
    )
    with op.batch_alter_table('receipt_line', schema=None) as batch_op:
        batch_op.create_index('ix_receipt_line_charge', ['charge_id'], unique=False)

    op.create_table('loan_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('lend', 'renew', 'return', 'lose', 'claim')", name=op.f('ck_loan_act_known_kind')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_loan_act_loan_id_loan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_act'))
    )
    with op.batch_alter_table('loan_act', schema=None) as batch_op:
        batch_op.create_index('ix_loan_act_loan', ['loan_id'], unique=False)
        batch_op.create_index('ix_loan_act_staff', ['staff_id', 'id'], unique=False)

    op.create_table('loss',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('reported_by', sa.Integer(), nullable=True),
    sa.Column('price', sa.Integer(), nullable=True),
    sa.Column('multiple', sa.Integer(), nullable=False),
    sa.Column('charge_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('open', 'replaced', 'compensated', 'found', 'forgiven', name='lossstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.Column('new_author', sa.String(length=400), nullable=False),
    sa.Column('new_title', sa.String(length=1000), nullable=False),
    sa.Column('new_year', sa.Integer(), nullable=True),
    sa.Column('new_price', sa.Integer(), nullable=True),
    sa.Column('new_item_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f('ck_loss_settled_has_time')),
    sa.CheckConstraint('price >= 0 AND multiple >= 0 AND new_price >= 0', name=op.f('ck_loss_amounts_not_negative')),
    sa.ForeignKeyConstraint(['charge_id'], ['charge.id'], name=op.f('fk_loss_charge_id_charge')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_loss_item_id_item')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_loss_loan_id_loan')),
    sa.ForeignKeyConstraint(['new_item_id'], ['item.id'], name=op.f('fk_loss_new_item_id_item')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_loss_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loss'))
    )
    with op.batch_alter_table('loss', schema=None) as batch_op:
        batch_op.create_index('ix_loss_day', ['day'], unique=False)
        batch_op.create_index(batch_op.f('ix_loss_loan_id'), ['loan_id'], unique=False)
        batch_op.create_index('ix_loss_patron', ['patron_id'], unique=False)
        batch_op.create_index('uq_loss_open_item', ['item_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('overdue_call_loan',
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['overdue_call.id'], name=op.f('fk_overdue_call_loan_call_id_overdue_call')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_overdue_call_loan_loan_id_loan')),
    sa.PrimaryKeyConstraint('call_id', 'loan_id', name=op.f('pk_overdue_call_loan'))
    )
    with op.batch_alter_table('overdue_call_loan', schema=None) as batch_op:
        batch_op.create_index('ix_overdue_call_loan_loan', ['loan_id'], unique=False)

    op.create_table('overdue_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('level_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('days_late', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['level_id'], ['overdue_level.id'], name=op.f('fk_overdue_notice_level_id_overdue_level')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_overdue_notice_loan_id_loan')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_overdue_notice_message_id_message')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_overdue_notice')),
    sa.UniqueConstraint('loan_id', 'level_id', 'due_on', name='uq_overdue_notice_once')
    )
    with op.batch_alter_table('overdue_notice', schema=None) as batch_op:
        batch_op.create_index('ix_overdue_notice_message', ['message_id'], unique=False)

    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('loan_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.CheckConstraint("(ended_at IS NULL) = (outcome = '')", name=op.f('ck_promise_ended_has_outcome')),
    sa.CheckConstraint("outcome IN ('', 'kept', 'broken', 'replaced', 'withdrawn')", name=op.f('ck_promise_known_outcome')),
    sa.ForeignKeyConstraint(['loan_id'], ['loan.id'], name=op.f('fk_promise_loan_id_loan')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_promise_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('ix_promise_patron', ['patron_id'], unique=False)
        batch_op.create_index('uq_promise_open_loan', ['loan_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.add_column(sa.Column('room_only', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('item', table_kwargs=NEVER_AGAIN) as batch_op:
        change_values(batch_op, 'item', NEW)
        batch_op.add_column(sa.Column('item_type', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('use', sa.Enum('home', 'room', 'overnight', 'exhibition', 'organisation', name='use', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('parts', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('incomplete', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('transit_to', sa.String(length=40), nullable=False, server_default=''))
        add_checks(batch_op, 'item', CHECKS['item'])

    with op.batch_alter_table('loan', schema=None) as batch_op:
        batch_op.add_column(sa.Column('use', sa.String(length=20), nullable=False, server_default='home'))
        batch_op.add_column(sa.Column('due_minute', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('claimed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('lost_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(), nullable=True))
        add_checks(batch_op, 'loan', CHECKS['loan'])

    with op.batch_alter_table('loan_policy') as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_loan_policy_never_ties'), type_='unique')

    with op.batch_alter_table('loan_policy', schema=None) as batch_op:
        batch_op.alter_column('document_type', new_column_name='item_type', type_=sa.String(length=40), existing_type=sa.String(length=20), existing_nullable=False)
        batch_op.add_column(sa.Column('use', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('renewal_from', sa.Enum('today', 'due', name='renewalfrom', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='today'))
        batch_op.add_column(sa.Column('renew_earliest', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('fixed_due', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('queue_longer', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('queue_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('debt_limit', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('overdue_blocks', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('fine_per_day', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('suspend_per_day', sa.Integer(), nullable=False, server_default='0'))
        add_checks(batch_op, 'loan_policy', CHECKS['loan_policy'])

    with op.batch_alter_table('loan_policy') as batch_op:
        batch_op.create_unique_constraint('uq_loan_policy_cells', ['category', 'item_type', 'use', 'department'])

    with op.batch_alter_table('patron', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('person', 'organisation', name='patronkind', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='person'))
        batch_op.add_column(sa.Column('other_name', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('other_typed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('email', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('address', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('education', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('workplace', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('faculty', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('course', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('document_number', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('guardian_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('guardian_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('guardian_phone', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contract_number', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('contact_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('member_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('consent_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('channels', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('telegram_id', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('pin_hash', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pin_failures', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('pin_locked_until', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(), nullable=True))
        batch_op.create_index('ix_patron_birth_date', ['birth_date'], unique=False)
        batch_op.create_index('ix_patron_guardian', ['guardian_id'], unique=False, sqlite_where=sa.text('guardian_id IS NOT NULL'), postgresql_where=sa.text('guardian_id IS NOT NULL'))
        batch_op.create_index('uq_patron_telegram', ['telegram_id'], unique=True, sqlite_where=sa.text('telegram_id IS NOT NULL'), postgresql_where=sa.text('telegram_id IS NOT NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_patron_guardian_id_patron'), 'patron', ['guardian_id'], ['id'])
        add_checks(batch_op, 'patron', CHECKS['patron'])

    with op.batch_alter_table('renewal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('special_day', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('holiday', 'sanitary', 'closure', 'opening', name='daykind', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='closure'))
        batch_op.add_column(sa.Column('opens', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closes', sa.Integer(), nullable=True))
        add_checks(batch_op, 'special_day', CHECKS['special_day'])

    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slot', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('title', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('corrects_id', sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_visit_once_a_day'), type_='unique')
        batch_op.create_index('ix_visit_patron', ['patron_id', 'day'], unique=False)
        batch_op.create_unique_constraint('uq_visit_corrected_once', ['corrects_id'])
        batch_op.create_foreign_key(batch_op.f('fk_visit_corrects_id_visit'), 'visit', ['corrects_id'], ['id'])

    op.execute("UPDATE visit SET slot = sector WHERE patron_id IS NOT NULL")
    op.execute(TWINS)
    with op.batch_alter_table('visit') as batch_op:
        batch_op.create_unique_constraint('uq_visit_once_a_day', ['patron_id', 'slot', 'day'])
        add_checks(batch_op, 'visit', CHECKS['visit'])

    with op.batch_alter_table('staff') as batch_op:
        change_values(batch_op, 'staff', NEW)

    types = sa.table("item_type", *(sa.column(name) for name in ("code", "name_uz", "name_ru", "name_en", "position")))
    op.bulk_insert(types, [
        {"code": code, "name_uz": uz, "name_ru": ru, "name_en": en, "position": place}
        for place, (code, uz, ru, en) in enumerate(ITEM_TYPES, start=1)
    ])
    op.execute("UPDATE department SET room_only = true WHERE code = 'reading_room'" if op.get_bind().dialect.name == "postgresql" else "UPDATE department SET room_only = 1 WHERE code = 'reading_room'")


def downgrade() -> None:
    op.execute("UPDATE staff SET role = 'desk' WHERE role = 'kiosk'")
    with op.batch_alter_table('staff') as batch_op:
        change_values(batch_op, 'staff', OLD)
    op.execute("UPDATE item SET transit_to = '', state = 'available' WHERE state IN ('held', 'in_transit')")

    with op.batch_alter_table('visit', schema=None) as batch_op:
        drop_checks(batch_op, 'visit', CHECKS['visit'])
        batch_op.drop_constraint(batch_op.f('fk_visit_corrects_id_visit'), type_='foreignkey')
        batch_op.drop_constraint('uq_visit_corrected_once', type_='unique')
        batch_op.drop_index('ix_visit_patron')
        batch_op.drop_constraint('uq_visit_once_a_day', type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_visit_once_a_day'), ['patron_id', 'sector', 'day'])
        batch_op.drop_column('corrects_id')
        batch_op.drop_column('title')
        batch_op.drop_column('slot')

    with op.batch_alter_table('special_day', schema=None) as batch_op:
        drop_checks(batch_op, 'special_day', [*CHECKS['special_day'], 'daykind'])
        batch_op.drop_column('closes')
        batch_op.drop_column('opens')
        batch_op.drop_column('kind')

    with op.batch_alter_table('renewal', schema=None) as batch_op:
        batch_op.drop_column('undone_at')

    with op.batch_alter_table('patron', schema=None) as batch_op:
        drop_checks(batch_op, 'patron', [*CHECKS['patron'], 'patronkind'])
        batch_op.drop_constraint(batch_op.f('fk_patron_guardian_id_patron'), type_='foreignkey')
        batch_op.drop_index('uq_patron_telegram', sqlite_where=sa.text('telegram_id IS NOT NULL'), postgresql_where=sa.text('telegram_id IS NOT NULL'))
        batch_op.drop_index('ix_patron_guardian', sqlite_where=sa.text('guardian_id IS NOT NULL'), postgresql_where=sa.text('guardian_id IS NOT NULL'))
        batch_op.drop_index('ix_patron_birth_date')
        batch_op.drop_column('erased_at')
        batch_op.drop_column('pin_locked_until')
        batch_op.drop_column('pin_failures')
        batch_op.drop_column('pin_hash')
        batch_op.drop_column('telegram_id')
        batch_op.drop_column('channels')
        batch_op.drop_column('consent_on')
        batch_op.drop_column('member_until')
        batch_op.drop_column('contact_name')
        batch_op.drop_column('contract_number')
        batch_op.drop_column('guardian_phone')
        batch_op.drop_column('guardian_name')
        batch_op.drop_column('guardian_id')
        batch_op.drop_column('document_number')
        batch_op.drop_column('course')
        batch_op.drop_column('faculty')
        batch_op.drop_column('workplace')
        batch_op.drop_column('education')
        batch_op.drop_column('address')
        batch_op.drop_column('email')
        batch_op.drop_column('other_typed')
        batch_op.drop_column('other_name')
        batch_op.drop_column('kind')

    op.execute("DELETE FROM loan_policy WHERE use <> '' OR length(item_type) > 20")
    with op.batch_alter_table('loan_policy') as batch_op:
        batch_op.drop_constraint('uq_loan_policy_cells', type_='unique')

    with op.batch_alter_table('loan_policy', schema=None) as batch_op:
        drop_checks(batch_op, 'loan_policy', [*CHECKS['loan_policy'], 'renewalfrom'])
        batch_op.drop_column('suspend_per_day')
        batch_op.drop_column('fine_per_day')
        batch_op.drop_column('overdue_blocks')
        batch_op.drop_column('debt_limit')
        batch_op.drop_column('queue_days')
        batch_op.drop_column('queue_longer')
        batch_op.drop_column('fixed_due')
        batch_op.drop_column('renew_earliest')
        batch_op.drop_column('renewal_from')
        batch_op.drop_column('use')
        batch_op.alter_column('item_type', new_column_name='document_type', type_=sa.String(length=20), existing_type=sa.String(length=40), existing_nullable=False)

    with op.batch_alter_table('loan_policy') as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_loan_policy_never_ties'), ['category', 'document_type', 'department'])

    with op.batch_alter_table('loan', schema=None) as batch_op:
        drop_checks(batch_op, 'loan', CHECKS['loan'])
        batch_op.drop_column('undone_at')
        batch_op.drop_column('lost_on')
        batch_op.drop_column('claimed_on')
        batch_op.drop_column('due_minute')
        batch_op.drop_column('use')

    with op.batch_alter_table('item', table_kwargs=NEVER_AGAIN) as batch_op:
        drop_checks(batch_op, 'item', [*CHECKS['item'], 'use'])
        change_values(batch_op, 'item', OLD)
        batch_op.drop_column('transit_to')
        batch_op.drop_column('incomplete')
        batch_op.drop_column('parts')
        batch_op.drop_column('use')
        batch_op.drop_column('item_type')

    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.drop_column('room_only')

    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.drop_index('uq_promise_open_loan', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_promise_patron')

    op.drop_table('promise')
    with op.batch_alter_table('overdue_notice', schema=None) as batch_op:
        batch_op.drop_index('ix_overdue_notice_message')

    op.drop_table('overdue_notice')
    with op.batch_alter_table('overdue_call_loan', schema=None) as batch_op:
        batch_op.drop_index('ix_overdue_call_loan_loan')

    op.drop_table('overdue_call_loan')
    with op.batch_alter_table('loss', schema=None) as batch_op:
        batch_op.drop_index('uq_loss_open_item', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index('ix_loss_patron')
        batch_op.drop_index(batch_op.f('ix_loss_loan_id'))
        batch_op.drop_index('ix_loss_day')

    op.drop_table('loss')
    with op.batch_alter_table('loan_act', schema=None) as batch_op:
        batch_op.drop_index('ix_loan_act_staff')
        batch_op.drop_index('ix_loan_act_loan')

    op.drop_table('loan_act')
    with op.batch_alter_table('receipt_line', schema=None) as batch_op:
        batch_op.drop_index('ix_receipt_line_charge')

    op.drop_table('receipt_line')
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.drop_index('uq_hold_ready_item', sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'"))
        batch_op.drop_index('uq_hold_active_patron_record', sqlite_where=sa.text("state IN ('waiting', 'ready')"), postgresql_where=sa.text("state IN ('waiting', 'ready')"))
        batch_op.drop_index('ix_hold_shelf')
        batch_op.drop_index('ix_hold_queue')
        batch_op.drop_index('ix_hold_item')

    op.drop_table('hold')
    with op.batch_alter_table('telegram_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_telegram_link_patron_id'))

    op.drop_table('telegram_link')
    with op.batch_alter_table('restriction', schema=None) as batch_op:
        batch_op.drop_index('ix_restriction_patron')
        batch_op.drop_index('ix_restriction_open', sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'))
        batch_op.drop_index('ix_restriction_loan')

    op.drop_table('restriction')
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('ix_receipt_patron')

    op.drop_table('receipt')
    op.drop_table('patron_photo')
    op.drop_table('patron_import_row')
    with op.batch_alter_table('overdue_call', schema=None) as batch_op:
        batch_op.drop_index('ix_overdue_call_patron')

    op.drop_table('overdue_call')
    with op.batch_alter_table('charge', schema=None) as batch_op:
        batch_op.drop_index('ix_charge_patron')
        batch_op.drop_index('ix_charge_loan')

    op.drop_table('charge')
    op.drop_table('redated_thing')
    with op.batch_alter_table('message_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_message_subject_ref')

    op.drop_table('message_subject')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_message')
        batch_op.drop_index('ix_delivery_at')

    op.drop_table('delivery')
    op.drop_table('redating')
    op.drop_table('patron_import')
    op.drop_table('overdue_run')
    op.drop_table('overdue_level')
    op.drop_table('opening_hours')
    op.drop_table('message_template')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('uq_message_dedupe', sqlite_where=sa.text("dedupe <> ''"), postgresql_where=sa.text("dedupe <> ''"))
        batch_op.drop_index('ix_message_state')
        batch_op.drop_index('ix_message_recipient')
        batch_op.drop_index('ix_message_queued', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.drop_index('ix_message_day')

    op.drop_table('message')
    op.drop_table('loan_limit')
    op.drop_table('item_type')
    op.drop_table('desk_severity')
    op.drop_table('channel_setting')
