"""Exhibitions in full: passport, cases, walks with the scanner, acts, visitors, what goes with them

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

CHECKS = {
    "exhibition": {
        "known_form": "form IN ('new_arrivals', 'thematic', 'personal', 'one_book', 'virtual')",
        "opened_has_day": "(state = 'preparing') = (opened_on IS NULL)",
        "closed_has_day": "(state = 'closed') = (closed_on IS NOT NULL)",
        "qr_not_negative": "qr_opened >= 0",
    },
    "exhibition_item": {"known_access": "access IN ('lend', 'room', 'look')"},
}
# What was entered so far: numbered in its year by the order of entering; opened on the day of the act that counts.
NUMBERS = """
UPDATE exhibition SET number = (
    SELECT count(*) FROM exhibition AS earlier WHERE earlier.year = exhibition.year AND earlier.id <= exhibition.id
)
"""
OPENED = """
UPDATE exhibition SET opened_on = coalesce((
    SELECT max(activity.day) FROM activity WHERE activity.kind = 'foreign_fund:exhibition:open'
    AND activity.subject_type = 'exhibition' AND activity.subject_id = exhibition.id AND activity.undo_of IS NULL
), opens_on) WHERE state <> 'preparing'
"""
CLOSED = """
UPDATE exhibition SET closed_on = CASE WHEN closes_on < opened_on THEN opened_on ELSE closes_on END
WHERE state = 'closed'
"""


def fill():
    """Give exhibitions entered before what they have to have now."""
    connection = op.get_bind()
    year = "extract(year FROM opens_on)" if connection.dialect.name == "postgresql" else "CAST(strftime('%Y', opens_on) AS INTEGER)"
    connection.exec_driver_sql(f"UPDATE exhibition SET year = {year}")
    for statement in (NUMBERS, OPENED, CLOSED):
        connection.exec_driver_sql(statement)


def add_checks(batch_op, table):
    for name, condition in CHECKS[table].items():
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), condition)


def drop_checks(batch_op, table):
    for name in CHECKS[table]:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")


def upgrade() -> None:
    op.create_table('exhibition_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('section', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_case_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_case')),
    sa.UniqueConstraint('code', name='uq_exhibition_case_code'),
    sa.UniqueConstraint('exhibition_id', 'section', 'name', name='uq_exhibition_case_name')
    )
    op.create_table('exhibition_extra',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('review', 'press', 'web', 'words')", name=op.f('ck_exhibition_extra_known_kind')),
    sa.CheckConstraint('persons >= 0', name=op.f('ck_exhibition_extra_persons_not_negative')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_extra_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_extra'))
    )
    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_extra_exhibition', ['exhibition_id', 'day'], unique=False)

    op.create_table('exhibition_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('handed_by', sa.String(length=200), nullable=False),
    sa.Column('received_by', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('issue', 'return')", name=op.f('ck_exhibition_paper_known_kind')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_paper_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_paper')),
    sa.UniqueConstraint('kind', 'year', 'number', name='uq_exhibition_paper_number')
    )
    with op.batch_alter_table('exhibition_paper', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_paper_exhibition', ['exhibition_id'], unique=False)

    op.create_table('exhibition_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.CheckConstraint("role IN ('selection', 'texts', 'design', 'mounting', 'guide', 'duty', 'adviser')", name=op.f('ck_exhibition_person_known_role')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_person_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_person'))
    )
    with op.batch_alter_table('exhibition_person', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_person_exhibition', ['exhibition_id'], unique=False)

    op.create_table('exhibition_photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('caption', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_exhibition_photo_evidence_id_evidence')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_photo_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_photo')),
    sa.UniqueConstraint('evidence_id', name='uq_exhibition_photo_evidence')
    )
    with op.batch_alter_table('exhibition_photo', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_photo_exhibition', ['exhibition_id'], unique=False)

    op.create_table('exhibition_shift',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('old_opens_on', sa.Date(), nullable=False),
    sa.Column('old_closes_on', sa.Date(), nullable=False),
    sa.Column('new_opens_on', sa.Date(), nullable=False),
    sa.Column('new_closes_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_shift_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_shift'))
    )
    with op.batch_alter_table('exhibition_shift', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_shift_exhibition', ['exhibition_id'], unique=False)

    op.create_table('exhibition_visitors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('visitors', 'group', 'tour', 'views', 'questions')", name=op.f('ck_exhibition_visitors_known_kind')),
    sa.CheckConstraint('persons > 0', name=op.f('ck_exhibition_visitors_some_persons')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_visitors_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_visitors'))
    )
    with op.batch_alter_table('exhibition_visitors', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_visitors_exhibition', ['exhibition_id', 'day'], unique=False)

    op.create_table('exhibition_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_exhibition_event_event_id_event')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_event_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_event')),
    sa.UniqueConstraint('exhibition_id', 'event_id', name='uq_exhibition_event_once')
    )
    with op.batch_alter_table('exhibition_event', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_event_event', ['event_id'], unique=False)

    op.create_table('exhibition_piece',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('owner', sa.String(length=300), nullable=False),
    sa.Column('act', sa.String(length=100), nullable=False),
    sa.Column('worth', sa.Integer(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('return_by', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('annotation', sa.String(length=1000), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(kind = 'title') = (record_id IS NOT NULL)", name=op.f('ck_exhibition_piece_title_has_record')),
    sa.CheckConstraint("kind IN ('loaned', 'title')", name=op.f('ck_exhibition_piece_known_kind')),
    sa.CheckConstraint('returned_on IS NULL OR received_on IS NOT NULL', name=op.f('ck_exhibition_piece_returned_was_received')),
    sa.CheckConstraint('worth >= 0', name=op.f('ck_exhibition_piece_worth_not_negative')),
    sa.ForeignKeyConstraint(['case_id'], ['exhibition_case.id'], name=op.f('fk_exhibition_piece_case_id_exhibition_case')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_piece_exhibition_id_exhibition')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_exhibition_piece_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_piece'))
    )
    with op.batch_alter_table('exhibition_piece', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_piece_exhibition', ['exhibition_id'], unique=False)
        batch_op.create_index('ix_exhibition_piece_record', ['record_id'], unique=False)

    op.create_table('exhibition_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("kind IN ('mounting', 'evening', 'return')", name=op.f('ck_exhibition_round_known_kind')),
    sa.ForeignKeyConstraint(['case_id'], ['exhibition_case.id'], name=op.f('fk_exhibition_round_case_id_exhibition_case')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_round_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_round'))
    )
    with op.batch_alter_table('exhibition_round', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_round_exhibition', ['exhibition_id', 'id'], unique=False)
        batch_op.create_index('uq_exhibition_round_going', ['exhibition_id'], unique=True, sqlite_where=sa.text('finished_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL'))

    op.create_table('exhibition_paper_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['exhibition_item.id'], name=op.f('fk_exhibition_paper_line_entry_id_exhibition_item')),
    sa.ForeignKeyConstraint(['paper_id'], ['exhibition_paper.id'], name=op.f('fk_exhibition_paper_line_paper_id_exhibition_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_paper_line')),
    sa.UniqueConstraint('paper_id', 'entry_id', name='uq_exhibition_paper_line_once')
    )
    with op.batch_alter_table('exhibition_paper_line', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_paper_line_entry', ['entry_id'], unique=False)

    op.create_table('exhibition_sighting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.Column('result', sa.String(length=10), nullable=False),
    sa.CheckConstraint("(seen_at IS NULL) = (result IN ('missing', 'on_loan'))", name=op.f('ck_exhibition_sighting_seen_has_time')),
    sa.CheckConstraint("result IN ('right', 'misplaced', 'missing', 'on_loan')", name=op.f('ck_exhibition_sighting_known_result')),
    sa.ForeignKeyConstraint(['case_id'], ['exhibition_case.id'], name=op.f('fk_exhibition_sighting_case_id_exhibition_case')),
    sa.ForeignKeyConstraint(['entry_id'], ['exhibition_item.id'], name=op.f('fk_exhibition_sighting_entry_id_exhibition_item')),
    sa.ForeignKeyConstraint(['round_id'], ['exhibition_round.id'], name=op.f('fk_exhibition_sighting_round_id_exhibition_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_sighting')),
    sa.UniqueConstraint('round_id', 'entry_id', name='uq_exhibition_sighting_once')
    )
    with op.batch_alter_table('exhibition_sighting', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_sighting_entry', ['entry_id'], unique=False)

    with op.batch_alter_table('exhibition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('setup_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('takedown_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('opened_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('form', sa.String(length=20), nullable=False, server_default='thematic'))
        batch_op.add_column(sa.Column('plan_line', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('cycle', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('occasion', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('occasion_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('purpose', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('audience', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('epigraph', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('languages', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('curator', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('partners', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('approved_by', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('public', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('public_text', sa.String(length=4000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('qr_opened', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('result', sa.String(length=4000), nullable=False, server_default=''))

    fill()
    with op.batch_alter_table('exhibition', schema=None) as batch_op:
        batch_op.alter_column('year', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('number', existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint('uq_exhibition_number', ['year', 'number'])
        add_checks(batch_op, 'exhibition')

    with op.batch_alter_table('exhibition_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('case_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('position', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('access', sa.String(length=10), nullable=False, server_default='lend'))
        batch_op.add_column(sa.Column('annotation', sa.String(length=1000), nullable=False, server_default=''))
        batch_op.create_index('ix_exhibition_item_case', ['case_id'], unique=False)
        add_checks(batch_op, 'exhibition_item')
        batch_op.create_foreign_key(batch_op.f('fk_exhibition_item_case_id_exhibition_case'), 'exhibition_case', ['case_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('exhibition_item', schema=None) as batch_op:
        drop_checks(batch_op, 'exhibition_item')
        batch_op.drop_constraint(batch_op.f('fk_exhibition_item_case_id_exhibition_case'), type_='foreignkey')
        batch_op.drop_index('ix_exhibition_item_case')
        batch_op.drop_column('annotation')
        batch_op.drop_column('access')
        batch_op.drop_column('position')
        batch_op.drop_column('case_id')

    with op.batch_alter_table('exhibition', schema=None) as batch_op:
        drop_checks(batch_op, 'exhibition')
        batch_op.drop_constraint('uq_exhibition_number', type_='unique')
        batch_op.drop_column('result')
        batch_op.drop_column('qr_opened')
        batch_op.drop_column('public_text')
        batch_op.drop_column('public')
        batch_op.drop_column('approved_by')
        batch_op.drop_column('partners')
        batch_op.drop_column('curator')
        batch_op.drop_column('languages')
        batch_op.drop_column('epigraph')
        batch_op.drop_column('audience')
        batch_op.drop_column('purpose')
        batch_op.drop_column('occasion_on')
        batch_op.drop_column('occasion')
        batch_op.drop_column('cycle')
        batch_op.drop_column('plan_line')
        batch_op.drop_column('form')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('opened_on')
        batch_op.drop_column('takedown_on')
        batch_op.drop_column('setup_on')
        batch_op.drop_column('number')
        batch_op.drop_column('year')

    with op.batch_alter_table('exhibition_sighting', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_sighting_entry')

    op.drop_table('exhibition_sighting')
    with op.batch_alter_table('exhibition_paper_line', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_paper_line_entry')

    op.drop_table('exhibition_paper_line')
    with op.batch_alter_table('exhibition_round', schema=None) as batch_op:
        batch_op.drop_index('uq_exhibition_round_going', sqlite_where=sa.text('finished_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL'))
        batch_op.drop_index('ix_exhibition_round_exhibition')

    op.drop_table('exhibition_round')
    with op.batch_alter_table('exhibition_piece', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_piece_record')
        batch_op.drop_index('ix_exhibition_piece_exhibition')

    op.drop_table('exhibition_piece')
    with op.batch_alter_table('exhibition_event', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_event_event')

    op.drop_table('exhibition_event')
    with op.batch_alter_table('exhibition_visitors', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_visitors_exhibition')

    op.drop_table('exhibition_visitors')
    with op.batch_alter_table('exhibition_shift', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_shift_exhibition')

    op.drop_table('exhibition_shift')
    with op.batch_alter_table('exhibition_photo', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_photo_exhibition')

    op.drop_table('exhibition_photo')
    with op.batch_alter_table('exhibition_person', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_person_exhibition')

    op.drop_table('exhibition_person')
    with op.batch_alter_table('exhibition_paper', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_paper_exhibition')

    op.drop_table('exhibition_paper')
    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_extra_exhibition')

    op.drop_table('exhibition_extra')
    op.drop_table('exhibition_case')
