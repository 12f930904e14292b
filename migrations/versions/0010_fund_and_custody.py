"""The fund and who answers for it: custodians, transfer acts, checks, what titles of the fund say

Revision ID: 0010
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('foreign_title',
    sa.Column('record_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=2), nullable=False),
    sa.Column('level_to', sa.String(length=2), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('script', sa.String(length=20), nullable=False),
    sa.Column('original_language', sa.String(length=3), nullable=False),
    sa.Column('original_title', sa.String(length=500), nullable=False),
    sa.Column('translated_title', sa.String(length=500), nullable=False),
    sa.Column('romanised_title', sa.String(length=500), nullable=False),
    sa.Column('accompanying', sa.String(length=200), nullable=False),
    sa.Column('donor', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('record_id', name=op.f('pk_foreign_title'))
    )
    with op.batch_alter_table('foreign_title', schema=None) as batch_op:
        batch_op.create_index('ix_foreign_title_level', ['level', 'kind'], unique=False)

    op.create_table('custodian',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_custodian_until_not_before_since')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_custodian_department_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custodian')),
    sa.UniqueConstraint('name', name=op.f('uq_custodian_name'))
    )
    op.create_table('shelf',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('begins', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_shelf_department_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shelf')),
    sa.UniqueConstraint('code', name=op.f('uq_shelf_code'))
    )
    op.create_table('custody_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', 'cancelled', name='custodystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=True),
    sa.Column('taker_id', sa.Integer(), nullable=True),
    sa.Column('to_department', sa.String(length=40), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('grounds', sa.String(length=300), nullable=False),
    sa.Column('commission', sa.String(length=1000), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name=op.f('ck_custody_act_approved_has_time')),
    sa.CheckConstraint("(state = 'approved') = (number IS NOT NULL)", name=op.f('ck_custody_act_approved_has_number')),
    sa.CheckConstraint('to_department IS NOT NULL OR corrects_id IS NOT NULL OR giver_id <> taker_id OR (giver_id IS NULL) <> (taker_id IS NULL)', name=op.f('ck_custody_act_moves_something')),
    sa.ForeignKeyConstraint(['corrects_id'], ['custody_act.id'], name=op.f('fk_custody_act_corrects_id_custody_act')),
    sa.ForeignKeyConstraint(['giver_id'], ['custodian.id'], name=op.f('fk_custody_act_giver_id_custodian')),
    sa.ForeignKeyConstraint(['taker_id'], ['custodian.id'], name=op.f('fk_custody_act_taker_id_custodian')),
    sa.ForeignKeyConstraint(['to_department'], ['department.code'], name=op.f('fk_custody_act_to_department_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custody_act'))
    )
    with op.batch_alter_table('custody_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_custody_act_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index('ix_custody_act_day', ['day'], unique=False)
        batch_op.create_index(batch_op.f('ix_custody_act_giver_id'), ['giver_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_custody_act_taker_id'), ['taker_id'], unique=False)
        batch_op.create_index('uq_custody_act_year_number', ['year', 'number'], unique=True, sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))

    op.create_table('custody_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('custodian_id', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_custody_post_until_not_before_since')),
    sa.ForeignKeyConstraint(['custodian_id'], ['custodian.id'], name=op.f('fk_custody_post_custodian_id_custodian')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_custody_post_department_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custody_post'))
    )
    with op.batch_alter_table('custody_post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_custody_post_custodian_id'), ['custodian_id'], unique=False)
        batch_op.create_index('uq_custody_post_standing', ['department'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('fund_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=3), nullable=False),
    sa.Column('custodian_id', sa.Integer(), nullable=True),
    sa.Column('commission', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', 'cancelled', name='checkstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.String(length=100), nullable=False),
    sa.Column('papers', sa.String(length=300), nullable=False),
    sa.Column('conclusions', sa.String(length=2000), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'closed') = (number IS NOT NULL)", name=op.f('ck_fund_check_closed_has_number')),
    sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f('ck_fund_check_closed_has_time')),
    sa.ForeignKeyConstraint(['custodian_id'], ['custodian.id'], name=op.f('fk_fund_check_custodian_id_custodian')),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entry.id'], name=op.f('fk_fund_check_entry_id_register_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_check'))
    )
    with op.batch_alter_table('fund_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_check_custodian_id'), ['custodian_id'], unique=False)
        batch_op.create_index('uq_fund_check_year_number', ['year', 'number'], unique=True, sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))

    op.create_table('custody_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('giver_id', sa.Integer(), nullable=True),
    sa.Column('taker_id', sa.Integer(), nullable=True),
    sa.Column('from_department', sa.String(length=40), nullable=False),
    sa.Column('to_department', sa.String(length=40), nullable=False),
    sa.Column('price', sa.Integer(), nullable=True),
    sa.CheckConstraint('(turn IS NULL) = (day IS NULL)', name=op.f('ck_custody_line_turn_has_day')),
    sa.CheckConstraint('turn > 0', name=op.f('ck_custody_line_turn_positive')),
    sa.ForeignKeyConstraint(['act_id'], ['custody_act.id'], name=op.f('fk_custody_line_act_id_custody_act')),
    sa.ForeignKeyConstraint(['giver_id'], ['custodian.id'], name=op.f('fk_custody_line_giver_id_custodian')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_custody_line_item_id_item')),
    sa.ForeignKeyConstraint(['taker_id'], ['custodian.id'], name=op.f('fk_custody_line_taker_id_custodian')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custody_line')),
    sa.UniqueConstraint('act_id', 'item_id', name='uq_custody_line_act_item'),
    sa.UniqueConstraint('item_id', 'turn', name='uq_custody_line_item_turn')
    )
    with op.batch_alter_table('custody_line', schema=None) as batch_op:
        batch_op.create_index('ix_custody_line_giver', ['giver_id'], unique=False)
        batch_op.create_index('ix_custody_line_taker', ['taker_id'], unique=False)

    op.create_table('fund_check_copy',
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.CheckConstraint("outcome IN ('', 'found', 'misplaced', 'seen_at_desk', 'on_loan', 'exhibited', 'elsewhere', 'lost_by_reader', 'withdrawn', 'missing')", name=op.f('ck_fund_check_copy_known_outcome')),
    sa.ForeignKeyConstraint(['check_id'], ['fund_check.id'], name=op.f('fk_fund_check_copy_check_id_fund_check')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_fund_check_copy_item_id_item')),
    sa.PrimaryKeyConstraint('check_id', 'item_id', name=op.f('pk_fund_check_copy'))
    )
    with op.batch_alter_table('fund_check_copy', schema=None) as batch_op:
        batch_op.create_index('ix_fund_check_copy_item', ['item_id'], unique=False)

    op.create_table('fund_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('shelf', sa.String(length=200), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("verdict IN ('found', 'misplaced', 'on_loan', 'stranger', 'withdrawn', 'unknown', 'twice')", name=op.f('ck_fund_scan_known_verdict')),
    sa.ForeignKeyConstraint(['check_id'], ['fund_check.id'], name=op.f('fk_fund_scan_check_id_fund_check')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_fund_scan_item_id_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_scan'))
    )
    with op.batch_alter_table('fund_scan', schema=None) as batch_op:
        batch_op.create_index('ix_fund_scan_check', ['check_id', 'id'], unique=False)
        batch_op.create_index('ix_fund_scan_item', ['item_id'], unique=False)
        batch_op.create_index('uq_fund_scan_first', ['check_id', 'item_id'], unique=True, sqlite_where=sa.text("verdict <> 'twice' AND undone_at IS NULL"), postgresql_where=sa.text("verdict <> 'twice' AND undone_at IS NULL"))



def downgrade() -> None:
    with op.batch_alter_table('foreign_title', schema=None) as batch_op:
        batch_op.drop_index('ix_foreign_title_level')
    op.drop_table('foreign_title')
    with op.batch_alter_table('fund_scan', schema=None) as batch_op:
        batch_op.drop_index('uq_fund_scan_first', sqlite_where=sa.text("verdict <> 'twice' AND undone_at IS NULL"), postgresql_where=sa.text("verdict <> 'twice' AND undone_at IS NULL"))
        batch_op.drop_index('ix_fund_scan_item')
        batch_op.drop_index('ix_fund_scan_check')

    op.drop_table('fund_scan')
    with op.batch_alter_table('fund_check_copy', schema=None) as batch_op:
        batch_op.drop_index('ix_fund_check_copy_item')

    op.drop_table('fund_check_copy')
    with op.batch_alter_table('custody_line', schema=None) as batch_op:
        batch_op.drop_index('ix_custody_line_taker')
        batch_op.drop_index('ix_custody_line_giver')

    op.drop_table('custody_line')
    with op.batch_alter_table('fund_check', schema=None) as batch_op:
        batch_op.drop_index('uq_fund_check_year_number', sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_fund_check_custodian_id'))

    op.drop_table('fund_check')
    with op.batch_alter_table('custody_post', schema=None) as batch_op:
        batch_op.drop_index('uq_custody_post_standing', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_custody_post_custodian_id'))

    op.drop_table('custody_post')
    with op.batch_alter_table('custody_act', schema=None) as batch_op:
        batch_op.drop_index('uq_custody_act_year_number', sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_custody_act_taker_id'))
        batch_op.drop_index(batch_op.f('ix_custody_act_giver_id'))
        batch_op.drop_index('ix_custody_act_day')
        batch_op.drop_index(batch_op.f('ix_custody_act_corrects_id'))

    op.drop_table('custody_act')
    op.drop_table('shelf')
    op.drop_table('custodian')
