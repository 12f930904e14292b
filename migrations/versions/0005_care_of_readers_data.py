"""Care of readers' data: history that forgets its reader, clearance sheets

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

FORGETS = {
    "loan": ("open_has_reader", "patron_id IS NOT NULL OR closed_at IS NOT NULL"),
    "hold": ("active_has_reader", "patron_id IS NOT NULL OR ended_at IS NOT NULL"),
    "promise": ("open_has_reader", "patron_id IS NOT NULL OR ended_at IS NOT NULL"),
}


def upgrade() -> None:
    for table, (name, rule) in FORGETS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column('patron_id', existing_type=sa.Integer(), nullable=True)
            batch_op.create_check_constraint(batch_op.f(f'ck_{table}_{name}'), rule)

    op.create_table('clearance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('leaves', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('withdraw_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name=op.f('ck_clearance_withdrawn_has_reason')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_clearance_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance')),
    sa.UniqueConstraint('year', 'number', name='uq_clearance_number'),
    )
    with op.batch_alter_table('clearance', schema=None) as batch_op:
        batch_op.create_index('ix_clearance_patron', ['patron_id', 'id'], unique=False)


    with op.batch_alter_table('redating') as batch_op:
        batch_op.add_column(sa.Column('closed', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Refused by the database where history was forgotten: whose it was is known no more."""
    with op.batch_alter_table('redating') as batch_op:
        batch_op.drop_column('closed')
    op.drop_table('clearance')
    for table, (name, _) in FORGETS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(batch_op.f(f'ck_{table}_{name}'), type_='check')
            batch_op.alter_column('patron_id', existing_type=sa.Integer(), nullable=False)
