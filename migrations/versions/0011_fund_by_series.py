"""A fund may be defined by inventory books too

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _parts("part IN ('department', 'language', 'series')")


def downgrade() -> None:
    op.execute("DELETE FROM fund_rule WHERE part = 'series'")
    _parts("part IN ('department', 'language')")


def _parts(condition: str) -> None:
    with op.batch_alter_table('fund_rule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_fund_rule_fundpart'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_fund_rule_fundpart'), condition)
