"""Forms that were sent, and copies that turned up in checks and cases

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sent_form',
        sa.Column('mark', sa.String(length=64), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('led_to', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('mark', name=op.f('pk_sent_form')),
    )
    for table in ('fund_scan', 'exhibition_item'):
        op.add_column(table, sa.Column('found', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table in ('exhibition_item', 'fund_scan'):
        op.drop_column(table, 'found')
    op.drop_table('sent_form')
