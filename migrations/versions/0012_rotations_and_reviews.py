"""Rotations of exhibitions; reviews typed by hand become notes, reviews held are events

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

KIND = 'ck_exhibition_extra_known_kind'
INSTEAD = 'ck_exhibition_extra_event_instead_of_line'


def upgrade() -> None:
    op.create_table('exhibition_rotation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.CheckConstraint('last_on >= first_on', name=op.f('ck_exhibition_rotation_ends_after_beginning')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_rotation_exhibition_id_exhibition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_rotation')),
    sa.UniqueConstraint('exhibition_id', 'number', name='uq_exhibition_rotation_number')
    )
    op.create_table('exhibition_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('rotation_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('access', sa.String(length=10), nullable=False),
    sa.Column('annotation', sa.String(length=1000), nullable=False),
    sa.Column('planned_at', sa.DateTime(), nullable=False),
    sa.Column('planned_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("access IN ('lend', 'room', 'look')", name=op.f('ck_exhibition_plan_known_access')),
    sa.ForeignKeyConstraint(['case_id'], ['exhibition_case.id'], name=op.f('fk_exhibition_plan_case_id_exhibition_case')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_exhibition_plan_exhibition_id_exhibition')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_exhibition_plan_item_id_item')),
    sa.ForeignKeyConstraint(['rotation_id'], ['exhibition_rotation.id'], name=op.f('fk_exhibition_plan_rotation_id_exhibition_rotation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition_plan')),
    sa.UniqueConstraint('exhibition_id', 'item_id', name='uq_exhibition_plan_once')
    )
    with op.batch_alter_table('exhibition_plan', schema=None) as batch_op:
        batch_op.create_index('ix_exhibition_plan_item', ['item_id'], unique=False)
        batch_op.create_index('ix_exhibition_plan_rotation', ['rotation_id'], unique=False)

    with op.batch_alter_table('exhibition_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rotation_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_exhibition_item_rotation', ['rotation_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_exhibition_item_rotation_id_exhibition_rotation'), 'exhibition_rotation', ['rotation_id'], ['id'])

    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KIND), type_='check')
        batch_op.add_column(sa.Column('event_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_exhibition_extra_event_id_event'), 'event', ['event_id'], ['id'])
    # Day, words, speaker and listeners stay as they were typed: whether it was an event that counts, people say.
    op.execute("UPDATE exhibition_extra SET kind = 'noted' WHERE kind = 'review'")
    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f(KIND), "kind IN ('noted', 'press', 'web', 'words')")
        batch_op.create_check_constraint(
            batch_op.f(INSTEAD), "event_id IS NULL OR (kind = 'noted' AND removed_at IS NOT NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(INSTEAD), type_='check')
        batch_op.drop_constraint(batch_op.f(KIND), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_exhibition_extra_event_id_event'), type_='foreignkey')
        batch_op.drop_column('event_id')
    op.execute("UPDATE exhibition_extra SET kind = 'review' WHERE kind = 'noted'")
    with op.batch_alter_table('exhibition_extra', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f(KIND), "kind IN ('review', 'press', 'web', 'words')")

    with op.batch_alter_table('exhibition_item', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_exhibition_item_rotation_id_exhibition_rotation'), type_='foreignkey')
        batch_op.drop_index('ix_exhibition_item_rotation')
        batch_op.drop_column('rotation_id')

    with op.batch_alter_table('exhibition_plan', schema=None) as batch_op:
        batch_op.drop_index('ix_exhibition_plan_rotation')
        batch_op.drop_index('ix_exhibition_plan_item')

    op.drop_table('exhibition_plan')
    op.drop_table('exhibition_rotation')
