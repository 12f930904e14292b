"""Service to teachers and readers: queries, selections, reviews, interest profiles and bulletins

Revision ID: 0009
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bulletin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('until >= since', name=op.f('ck_bulletin_until_not_before_since')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin')),
    sa.UniqueConstraint('since', name='uq_bulletin_since'),
    sa.UniqueConstraint('until', name='uq_bulletin_until')
    )
    op.create_table('bulletin_title',
    sa.Column('bulletin_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.CheckConstraint('copies > 0', name=op.f('ck_bulletin_title_some_copies')),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_bulletin_title_bulletin_id_bulletin')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_bulletin_title_record_id_record')),
    sa.PrimaryKeyConstraint('bulletin_id', 'record_id', name=op.f('pk_bulletin_title'))
    )
    with op.batch_alter_table('bulletin_title', schema=None) as batch_op:
        batch_op.create_index('ix_bulletin_title_record', ['record_id'], unique=False)

    op.create_table('bulletin_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bulletin_id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('titles', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_bulletin_copy_bulletin_id_bulletin')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_bulletin_copy_message_id_message')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_bulletin_copy_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin_copy')),
    sa.UniqueConstraint('bulletin_id', 'patron_id', name='uq_bulletin_copy_once')
    )
    with op.batch_alter_table('bulletin_copy', schema=None) as batch_op:
        batch_op.create_index('ix_bulletin_copy_patron', ['patron_id'], unique=False)

    op.create_table('interest_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('branches', sa.JSON(), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('authors', sa.JSON(), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('stopped_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_interest_profile_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_profile')),
    sa.UniqueConstraint('patron_id', name='uq_interest_profile_reader')
    )
    op.create_table('reader_query',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('asker_kind', sa.String(length=10), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('asker', sa.String(length=200), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('wanted', sa.Text(), nullable=False),
    sa.Column('languages', sa.String(length=100), nullable=False),
    sa.Column('type', sa.String(length=10), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('refuse_reason', sa.String(length=20), nullable=False),
    sa.Column('sends', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'received') = (ended_on IS NULL)", name=op.f('ck_reader_query_ended_has_day')),
    sa.CheckConstraint("(state = 'refused') = (refuse_reason <> '')", name=op.f('ck_reader_query_refused_has_reason')),
    sa.CheckConstraint("asker_kind IN ('teacher', 'reader', 'guest')", name=op.f('ck_reader_query_known_asker_kind')),
    sa.CheckConstraint("state IN ('received', 'answered', 'refused')", name=op.f('ck_reader_query_known_state')),
    sa.CheckConstraint("type IN ('address', 'fact', 'topic', 'clarify')", name=op.f('ck_reader_query_known_type')),
    sa.CheckConstraint("way IN ('oral', 'written', 'virtual')", name=op.f('ck_reader_query_known_way')),
    sa.CheckConstraint('ended_on >= day', name=op.f('ck_reader_query_ended_not_before_asked')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_reader_query_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reader_query'))
    )
    with op.batch_alter_table('reader_query', schema=None) as batch_op:
        batch_op.create_index('ix_reader_query_day', ['day'], unique=False)
        batch_op.create_index('ix_reader_query_open', ['day', 'id'], unique=False, sqlite_where=sa.text("state = 'received'"), postgresql_where=sa.text("state = 'received'"))
        batch_op.create_index('ix_reader_query_patron', ['patron_id'], unique=False)

    op.create_table('selection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('patron_id', sa.Integer(), nullable=True),
    sa.Column('teacher', sa.String(length=200), nullable=False),
    sa.Column('discipline', sa.String(length=300), nullable=False),
    sa.Column('faculty', sa.String(length=200), nullable=False),
    sa.Column('course', sa.String(length=20), nullable=False),
    sa.Column('study_group', sa.String(length=200), nullable=False),
    sa.Column('term', sa.String(length=100), nullable=False),
    sa.Column('students', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.CheckConstraint('students >= 0', name=op.f('ck_selection_students_not_negative')),
    sa.ForeignKeyConstraint(['patron_id'], ['patron.id'], name=op.f('fk_selection_patron_id_patron')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection'))
    )
    with op.batch_alter_table('selection', schema=None) as batch_op:
        batch_op.create_index('ix_selection_discipline', ['discipline'], unique=False)
        batch_op.create_index('ix_selection_teacher', ['patron_id'], unique=False)

    op.create_table('reader_query_title',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['reader_query.id'], name=op.f('fk_reader_query_title_owner_id_reader_query')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_reader_query_title_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reader_query_title')),
    sa.UniqueConstraint('owner_id', 'record_id', name='uq_reader_query_title_once')
    )
    with op.batch_alter_table('reader_query_title', schema=None) as batch_op:
        batch_op.create_index('ix_reader_query_title_record', ['record_id'], unique=False)

    op.create_table('selection_title',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('described', sa.String(length=500), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('additional', sa.Boolean(), nullable=False),
    sa.Column('wish_copies', sa.Integer(), nullable=False),
    sa.Column('wished_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(record_id IS NULL) = (described <> '')", name=op.f('ck_selection_title_record_or_words')),
    sa.CheckConstraint('(wish_copies = 0) = (wished_on IS NULL)', name=op.f('ck_selection_title_wish_has_day')),
    sa.CheckConstraint('wish_copies >= 0', name=op.f('ck_selection_title_wish_not_negative')),
    sa.ForeignKeyConstraint(['owner_id'], ['selection.id'], name=op.f('fk_selection_title_owner_id_selection')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_selection_title_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection_title')),
    sa.UniqueConstraint('owner_id', 'record_id', name='uq_selection_title_once')
    )
    with op.batch_alter_table('selection_title', schema=None) as batch_op:
        batch_op.create_index('ix_selection_title_record', ['record_id'], unique=False)

    op.create_table('biblio_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('minutes IS NULL OR minutes > 0', name=op.f('ck_biblio_review_minutes_positive')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_biblio_review_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_biblio_review')),
    sa.UniqueConstraint('event_id', name='uq_biblio_review_event')
    )
    op.create_table('biblio_review_title',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['biblio_review.id'], name=op.f('fk_biblio_review_title_owner_id_biblio_review')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_biblio_review_title_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_biblio_review_title')),
    sa.UniqueConstraint('owner_id', 'record_id', name='uq_biblio_review_title_once')
    )
    with op.batch_alter_table('biblio_review_title', schema=None) as batch_op:
        batch_op.create_index('ix_biblio_review_title_record', ['record_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('biblio_review_title', schema=None) as batch_op:
        batch_op.drop_index('ix_biblio_review_title_record')

    op.drop_table('biblio_review_title')
    op.drop_table('biblio_review')
    with op.batch_alter_table('selection_title', schema=None) as batch_op:
        batch_op.drop_index('ix_selection_title_record')

    op.drop_table('selection_title')
    with op.batch_alter_table('reader_query_title', schema=None) as batch_op:
        batch_op.drop_index('ix_reader_query_title_record')

    op.drop_table('reader_query_title')
    with op.batch_alter_table('selection', schema=None) as batch_op:
        batch_op.drop_index('ix_selection_teacher')
        batch_op.drop_index('ix_selection_discipline')

    op.drop_table('selection')
    with op.batch_alter_table('reader_query', schema=None) as batch_op:
        batch_op.drop_index('ix_reader_query_patron')
        batch_op.drop_index('ix_reader_query_open', sqlite_where=sa.text("state = 'received'"), postgresql_where=sa.text("state = 'received'"))
        batch_op.drop_index('ix_reader_query_day')

    op.drop_table('reader_query')
    op.drop_table('interest_profile')
    with op.batch_alter_table('bulletin_copy', schema=None) as batch_op:
        batch_op.drop_index('ix_bulletin_copy_patron')

    op.drop_table('bulletin_copy')
    with op.batch_alter_table('bulletin_title', schema=None) as batch_op:
        batch_op.drop_index('ix_bulletin_title_record')

    op.drop_table('bulletin_title')
    op.drop_table('bulletin')
