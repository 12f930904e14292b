"""Partners, the exchange ledger, interlibrary requests; electronic databases and reminders of terms that end

Revision ID: 0008
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# What is posted in the exchange ledger stays as it was: another entry corrects it.
LEDGER = 'exchange_posting'


def upgrade() -> None:
    op.create_table('deadline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_type', sa.String(length=40), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('answer', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(answered_at IS NULL) = (outcome = '')", name=op.f('ck_deadline_answered_has_outcome')),
    sa.CheckConstraint("outcome IN ('', 'renewed', 'ended', 'moved')", name=op.f('ck_deadline_known_outcome')),
    sa.CheckConstraint("owner_type IN ('online_database', 'register_entry')", name=op.f('ck_deadline_known_owner')),
    sa.CheckConstraint("what IN ('trial', 'subscription', 'agreement')", name=op.f('ck_deadline_known_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline')),
    sa.UniqueConstraint('owner_type', 'owner_id', 'what', 'ends_on', name='uq_deadline_once')
    )
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.create_index('ix_deadline_open', ['ends_on'], unique=False, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.create_table('partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('languages', sa.String(length=100), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('library', 'publisher', 'supplier', 'centre', 'embassy', 'programme')", name=op.f('ck_partner_known_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('name', name=op.f('uq_partner_name'))
    )
    with op.batch_alter_table('partner', schema=None) as batch_op:
        batch_op.create_index('ix_partner_country', ['country', 'kind'], unique=False)

    op.create_table('interlibrary_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=5), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('author', sa.String(length=300), nullable=False),
    sa.Column('details', sa.String(length=500), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('for_whom', sa.String(length=200), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("direction IN ('in', 'out')", name=op.f('ck_interlibrary_request_known_direction')),
    sa.CheckConstraint("form IN ('book', 'copy', 'file')", name=op.f('ck_interlibrary_request_known_form')),
    sa.CheckConstraint("state IN ('asked', 'found', 'sent', 'returned', 'refused', 'cancelled')", name=op.f('ck_interlibrary_request_known_state')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_interlibrary_request_department_department')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_interlibrary_request_partner_id_partner')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_interlibrary_request_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interlibrary_request')),
    sa.UniqueConstraint('year', 'number', name='uq_interlibrary_request_number')
    )
    with op.batch_alter_table('interlibrary_request', schema=None) as batch_op:
        batch_op.create_index('ix_interlibrary_request_partner', ['partner_id'], unique=False)
        batch_op.create_index('ix_interlibrary_request_record', ['record_id'], unique=False)
        batch_op.create_index('ix_interlibrary_request_state', ['state', 'due_on'], unique=False)

    op.create_table('online_database',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('provider', sa.String(length=300), nullable=False),
    sa.Column('subjects', sa.String(length=300), nullable=False),
    sa.Column('languages', sa.String(length=100), nullable=False),
    sa.Column('about', sa.String(length=1000), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('access', sa.String(length=10), nullable=False),
    sa.Column('how', sa.String(length=500), nullable=False),
    sa.Column('terms', sa.String(length=1000), nullable=False),
    sa.Column('subscribed_from', sa.Date(), nullable=True),
    sa.Column('subscribed_until', sa.Date(), nullable=True),
    sa.Column('trial_until', sa.Date(), nullable=True),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rate', sa.Integer(), nullable=False),
    sa.Column('price_som', sa.BigInteger(), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('link_state', sa.String(length=10), nullable=False),
    sa.Column('link_told', sa.String(length=100), nullable=False),
    sa.Column('link_checked_at', sa.DateTime(), nullable=True),
    sa.Column('broken_since', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("access IN ('open', 'ip', 'login', 'building')", name=op.f('ck_online_database_known_access')),
    sa.CheckConstraint("link_state IN ('', 'ok', 'refused', 'broken', 'offline')", name=op.f('ck_online_database_known_link_state')),
    sa.CheckConstraint('price >= 0 AND price_som >= 0', name=op.f('ck_online_database_price_not_negative')),
    sa.CheckConstraint('rate > 0', name=op.f('ck_online_database_rate_positive')),
    sa.CheckConstraint('subscribed_until IS NULL OR subscribed_from IS NULL OR subscribed_until >= subscribed_from', name=op.f('ck_online_database_ends_after_beginning')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_online_database_department_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_online_database')),
    sa.UniqueConstraint('title', name=op.f('uq_online_database_title'))
    )
    op.create_table('partner_entry',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('tied_at', sa.DateTime(), nullable=False),
    sa.Column('tied_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entry.id'], name=op.f('fk_partner_entry_entry_id_register_entry')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_partner_entry_partner_id_partner')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_partner_entry'))
    )
    with op.batch_alter_table('partner_entry', schema=None) as batch_op:
        batch_op.create_index('ix_partner_entry_partner', ['partner_id'], unique=False)

    op.create_table('database_use',
    sa.Column('database_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.CheckConstraint('uses > 0', name=op.f('ck_database_use_some_uses')),
    sa.ForeignKeyConstraint(['database_id'], ['online_database.id'], name=op.f('fk_database_use_database_id_online_database')),
    sa.PrimaryKeyConstraint('database_id', 'day', name=op.f('pk_database_use'))
    )
    op.create_table('exchange_shipment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('document', sa.String(length=100), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rate', sa.Integer(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('posted_at', sa.DateTime(), nullable=True),
    sa.Column('posted_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name=op.f('ck_exchange_shipment_posted_has_time')),
    sa.CheckConstraint("act_id IS NULL OR direction = 'received'", name=op.f('ck_exchange_shipment_act_of_received')),
    sa.CheckConstraint("direction IN ('received', 'sent')", name=op.f('ck_exchange_shipment_known_direction')),
    sa.CheckConstraint("state IN ('draft', 'posted', 'cancelled')", name=op.f('ck_exchange_shipment_known_state')),
    sa.CheckConstraint('rate > 0', name=op.f('ck_exchange_shipment_rate_positive')),
    sa.ForeignKeyConstraint(['act_id'], ['acceptance_act.id'], name=op.f('fk_exchange_shipment_act_id_acceptance_act')),
    sa.ForeignKeyConstraint(['corrects_id'], ['exchange_shipment.id'], name=op.f('fk_exchange_shipment_corrects_id_exchange_shipment')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_exchange_shipment_department_department')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_exchange_shipment_partner_id_partner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_shipment'))
    )
    with op.batch_alter_table('exchange_shipment', schema=None) as batch_op:
        batch_op.create_index('ix_exchange_shipment_corrects', ['corrects_id'], unique=False)
        batch_op.create_index('ix_exchange_shipment_partner', ['partner_id', 'day'], unique=False)
        batch_op.create_index('uq_exchange_shipment_act', ['act_id'], unique=True, sqlite_where=sa.text('act_id IS NOT NULL'), postgresql_where=sa.text('act_id IS NOT NULL'))

    op.create_table('interlibrary_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'found', 'sent', 'returned', 'refused', 'cancelled')", name=op.f('ck_interlibrary_step_known_state')),
    sa.ForeignKeyConstraint(['request_id'], ['interlibrary_request.id'], name=op.f('fk_interlibrary_step_request_id_interlibrary_request')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interlibrary_step'))
    )
    with op.batch_alter_table('interlibrary_step', schema=None) as batch_op:
        batch_op.create_index('ix_interlibrary_step_request', ['request_id'], unique=False)

    op.create_table('exchange_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shipment_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('price_som', sa.Integer(), nullable=False),
    sa.Column('for_fund', sa.Boolean(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('copies <> 0', name=op.f('ck_exchange_line_some_copies')),
    sa.CheckConstraint('copies > 0 OR corrects_id IS NOT NULL', name=op.f('ck_exchange_line_negative_corrects')),
    sa.CheckConstraint('item_id IS NULL OR copies IN (-1, 1)', name=op.f('ck_exchange_line_copy_is_one')),
    sa.CheckConstraint('price >= 0 AND price_som >= 0', name=op.f('ck_exchange_line_price_not_negative')),
    sa.ForeignKeyConstraint(['corrects_id'], ['exchange_line.id'], name=op.f('fk_exchange_line_corrects_id_exchange_line')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_exchange_line_item_id_item')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_exchange_line_record_id_record')),
    sa.ForeignKeyConstraint(['shipment_id'], ['exchange_shipment.id'], name=op.f('fk_exchange_line_shipment_id_exchange_shipment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_line')),
    sa.UniqueConstraint('shipment_id', 'position', name='uq_exchange_line_position')
    )
    with op.batch_alter_table('exchange_line', schema=None) as batch_op:
        batch_op.create_index('ix_exchange_line_corrects', ['corrects_id'], unique=False)
        batch_op.create_index('ix_exchange_line_item', ['item_id'], unique=False)
        batch_op.create_index('ix_exchange_line_record', ['record_id'], unique=False)

    op.create_table('exchange_posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shipment_id', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=10), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('som', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("account IN ('partner', 'received', 'sent')", name=op.f('ck_exchange_posting_known_account')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_exchange_posting_partner_id_partner')),
    sa.ForeignKeyConstraint(['shipment_id'], ['exchange_shipment.id'], name=op.f('fk_exchange_posting_shipment_id_exchange_shipment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_posting')),
    sa.UniqueConstraint('shipment_id', 'account', name='uq_exchange_posting_side')
    )
    with op.batch_alter_table('exchange_posting', schema=None) as batch_op:
        batch_op.create_index('ix_exchange_posting_partner', ['partner_id', 'account', 'day'], unique=False)

    guard()


def guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {LEDGER}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {LEDGER} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {LEDGER}_no_{verb.lower()} BEFORE {verb} ON {LEDGER} "
            f"BEGIN SELECT RAISE(ABORT, '{LEDGER} is append-only'); END"
        )


def downgrade() -> None:
    with op.batch_alter_table('exchange_posting', schema=None) as batch_op:
        batch_op.drop_index('ix_exchange_posting_partner')

    op.drop_table('exchange_posting')
    with op.batch_alter_table('exchange_line', schema=None) as batch_op:
        batch_op.drop_index('ix_exchange_line_record')
        batch_op.drop_index('ix_exchange_line_item')
        batch_op.drop_index('ix_exchange_line_corrects')

    op.drop_table('exchange_line')
    with op.batch_alter_table('interlibrary_step', schema=None) as batch_op:
        batch_op.drop_index('ix_interlibrary_step_request')

    op.drop_table('interlibrary_step')
    with op.batch_alter_table('exchange_shipment', schema=None) as batch_op:
        batch_op.drop_index('uq_exchange_shipment_act', sqlite_where=sa.text('act_id IS NOT NULL'), postgresql_where=sa.text('act_id IS NOT NULL'))
        batch_op.drop_index('ix_exchange_shipment_partner')
        batch_op.drop_index('ix_exchange_shipment_corrects')

    op.drop_table('exchange_shipment')
    op.drop_table('database_use')
    with op.batch_alter_table('partner_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_partner_entry_partner')

    op.drop_table('partner_entry')
    op.drop_table('online_database')
    with op.batch_alter_table('interlibrary_request', schema=None) as batch_op:
        batch_op.drop_index('ix_interlibrary_request_state')
        batch_op.drop_index('ix_interlibrary_request_record')
        batch_op.drop_index('ix_interlibrary_request_partner')

    op.drop_table('interlibrary_request')
    with op.batch_alter_table('partner', schema=None) as batch_op:
        batch_op.drop_index('ix_partner_country')

    op.drop_table('partner')
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.drop_index('ix_deadline_open', sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.drop_table('deadline')
