"""Records in hand: sources, undo, versions, drafts, merges, acceptance acts, digital objects, union batches, jobs

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# What the checks on values allowed before and allow now.
STATES = "state IN ('staging', 'staged', 'accepting', 'accepted'"
ROWS = "state IN ('new', 'duplicate', 'quarantined', 'accepted', 'updated', 'skipped'"
OLD = {
    "record": {
        "known_profile": "profile IN ('marc21', 'unimarc')",
        "origin": "origin IN ('original', 'imported')",
    },
    "import_batch": {"batchstate": f"{STATES})"},
    "staged_record": {"stagedstate": f"{ROWS})"},
}
NEW = {
    "record": {
        "known_profile": "profile IN ('marc21', 'unimarc', 'irbis')",
        "origin": "origin IN ('original', 'imported', 'card')",
    },
    "import_batch": {"batchstate": f"{STATES}, 'undoing', 'undone')"},
    "staged_record": {"stagedstate": f"{ROWS}, 'undone')"},
}
# SQLite then never gives an id again; it can only be said when a table is made.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def rebuild():
    """Say that the table is made anew, on the engine that needs it."""
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def change_values(batch_op, table, allowed):
    """Put the checks of one side in the place of the other's."""
    for name, condition in allowed[table].items():
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), condition)



# Articles were in the catalogue before their description was an act of its own (plan lines 4, 28, 29): each gets the
# act of the day it came in, local time, so that the log and the table agree. The totals follow from the rows.
ARTICLES = """
INSERT INTO activity (
    kind, day, at, amount, actor_id, department, sector, patron_category, patron_age, patron_sex, patron_citizenship,
    item_language, item_branch, item_type, item_fund, source, channel, subject_type, subject_id, batch, note, undo_of)
SELECT 'catalog:analytic:create', {day}, created_at, 1, created_by, '', '', '', '', '', '',
    language, knowledge_branch, document_type, '', origin, 'automatic', 'record', id, '', '', NULL
FROM record WHERE document_type = 'article'
"""
TOTALS = """
INSERT INTO activity_total (kind, day, department, sector, source, channel, fund, amount, acts)
SELECT kind, day, department, sector, source, channel, item_fund, sum(amount), count(*)
FROM activity WHERE kind = 'catalog:analytic:create'
GROUP BY kind, day, department, sector, source, channel, item_fund
"""
LOCAL_DAY = {
    "sqlite": "date(created_at, '+5 hours')",
    "postgresql": "CAST(created_at + INTERVAL '5 hours' AS date)",
}


def upgrade() -> None:
    op.create_table('author_mark',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=100).with_variant(sa.String(length=100, collation='C'), 'postgresql'), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('name', 'key', name=op.f('pk_author_mark'))
    )
    op.create_table('card_index',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_card_index'))
    )
    op.create_table('copy_target',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('protocol', sa.Enum('sru', 'z3950', name='protocol', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('port', sa.Integer(), nullable=True),
    sa.Column('database', sa.String(length=100), nullable=False),
    sa.Column('version', sa.String(length=10), nullable=False),
    sa.Column('schema', sa.String(length=100), nullable=False),
    sa.Column('profile', sa.String(length=10), nullable=False),
    sa.Column('charset', sa.String(length=40), nullable=False),
    sa.Column('indexes', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('port IS NULL OR port BETWEEN 1 AND 65535', name=op.f('ck_copy_target_port_in_range')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_copy_target')),
    sa.UniqueConstraint('name', name=op.f('uq_copy_target_name'))
    )
    op.create_table('finding_severity',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('severity', sa.Enum('error', 'warning', 'hint', 'off', name='severity', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_finding_severity'))
    )
    op.create_table('import_source',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('charset', sa.String(length=40), nullable=False),
    sa.Column('profile', sa.String(length=10), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=False),
    sa.Column('on_match', sa.Enum('new', 'update', 'skip', name='decision', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('merge', sa.JSON(), nullable=False),
    sa.Column('holdings', sa.JSON(), nullable=False),
    sa.Column('counts_marks', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint('threshold >= 0', name=op.f('ck_import_source_threshold_not_negative')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_import_source'))
    )
    op.create_table('inventory_series',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_uz', sa.String(length=200), nullable=False),
    sa.Column('name_ru', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('prefix', sa.String(length=20), nullable=False),
    sa.Column('digits', sa.Integer(), nullable=False),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('digits BETWEEN 0 AND 12', name=op.f('ck_inventory_series_digits_few')),
    sa.CheckConstraint('next_number > 0', name=op.f('ck_inventory_series_number_positive')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_inventory_series')),
    sa.UniqueConstraint('prefix', name=op.f('uq_inventory_series_prefix'))
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('queued', 'running', 'done', 'failed', 'stopped', name='jobstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('stop_asked', sa.Boolean(), nullable=False),
    sa.Column('subject_type', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('result', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('error', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('beat_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('done >= 0 AND total >= 0', name=op.f('ck_job_progress_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_job_subject', ['subject_type', 'subject_id'], unique=False)

    op.create_table('label_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('barcode', 'spine', name='labelkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('page_width', sa.Integer(), nullable=False),
    sa.Column('page_height', sa.Integer(), nullable=False),
    sa.Column('columns', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('left', sa.Integer(), nullable=False),
    sa.Column('top', sa.Integer(), nullable=False),
    sa.Column('step_x', sa.Integer(), nullable=False),
    sa.Column('step_y', sa.Integer(), nullable=False),
    sa.Column('label_width', sa.Integer(), nullable=False),
    sa.Column('label_height', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('columns > 0 AND rows > 0', name=op.f('ck_label_sheet_some_labels')),
    sa.CheckConstraint('label_width > 0 AND label_height > 0', name=op.f('ck_label_sheet_labels_have_size')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_sheet')),
    sa.UniqueConstraint('name', name=op.f('uq_label_sheet_name'))
    )
    op.create_table('printer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('shift_x', sa.Integer(), nullable=False),
    sa.Column('shift_y', sa.Integer(), nullable=False),
    sa.Column('scale', sa.Integer(), nullable=False),
    sa.CheckConstraint('scale BETWEEN 800 AND 1200', name=op.f('ck_printer_scale_near_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printer')),
    sa.UniqueConstraint('name', name=op.f('uq_printer_name'))
    )
    op.create_table('record_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('form', sa.String(length=40), nullable=False),
    sa.Column('profile', sa.String(length=10), nullable=False),
    sa.Column('marc', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_template')),
    sa.UniqueConstraint('name', name=op.f('uq_record_template_name'))
    )
    op.create_table('union_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('centre', sa.String(length=200), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('state', sa.Enum('prepared', 'sent', 'accepted', 'refused', name='unionstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answer', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(state IN ('accepted', 'refused')) = (answered_at IS NOT NULL)", name=op.f('ck_union_batch_answer_has_time')),
    sa.CheckConstraint("state = 'prepared' OR sent_at IS NOT NULL", name=op.f('ck_union_batch_sent_has_time')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_union_batch'))
    )
    op.create_table('digital_object',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('file', 'link', name='objectform', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('url', sa.String(length=1000), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('full_text', sa.Boolean(), nullable=False),
    sa.Column('rights', sa.Enum('open', 'library', 'closed', name='rights', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(), nullable=True),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.Column('removed_because', sa.String(length=200), nullable=False),
    sa.CheckConstraint("(form = 'file') = (sha256 <> '')", name=op.f('ck_digital_object_file_has_content')),
    sa.CheckConstraint("(form = 'link') = (url <> '')", name=op.f('ck_digital_object_link_has_address')),
    sa.CheckConstraint('pages IS NULL OR pages > 0', name=op.f('ck_digital_object_pages_positive')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_digital_object_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digital_object'))
    )
    with op.batch_alter_table('digital_object', schema=None) as batch_op:
        batch_op.create_index('ix_digital_object_record', ['record_id'], unique=False)

    op.create_table('record_card',
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('card_index', sa.String(length=40), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['card_index'], ['card_index.code'], name=op.f('fk_record_card_card_index_card_index')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_card_record_id_record')),
    sa.PrimaryKeyConstraint('record_id', 'card_index', name=op.f('pk_record_card'))
    )
    with op.batch_alter_table('record_card', schema=None) as batch_op:
        batch_op.create_index('ix_record_card_index', ['card_index', 'record_id'], unique=False)

    op.create_table('record_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('base_version', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=40), nullable=False),
    sa.Column('profile', sa.String(length=10), nullable=False),
    sa.Column('origin', sa.Enum('original', 'imported', 'card', name='origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('marc', sa.LargeBinary(), nullable=False),
    sa.Column('extra', sa.JSON(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_draft_record_id_record')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_record_draft_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_draft'))
    )
    with op.batch_alter_table('record_draft', schema=None) as batch_op:
        batch_op.create_index('ix_record_draft_record', ['record_id', 'updated_at'], unique=False)
        batch_op.create_index('uq_record_draft_staff_record', ['staff_id', 'record_id'], unique=True, sqlite_where=sa.text('record_id IS NOT NULL'), postgresql_where=sa.text('record_id IS NOT NULL'))

    op.create_table('record_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('tag', sa.String(length=5), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_finding_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_finding'))
    )
    with op.batch_alter_table('record_finding', schema=None) as batch_op:
        batch_op.create_index('ix_record_finding_code', ['code', 'record_id'], unique=False)
        batch_op.create_index('ix_record_finding_record', ['record_id'], unique=False)

    op.create_table('record_merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['gone_id'], ['record.id'], name=op.f('fk_record_merge_gone_id_record')),
    sa.ForeignKeyConstraint(['kept_id'], ['record.id'], name=op.f('fk_record_merge_kept_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_merge'))
    )
    with op.batch_alter_table('record_merge', schema=None) as batch_op:
        batch_op.create_index('ix_record_merge_kept', ['kept_id'], unique=False)
        batch_op.create_index('uq_record_merge_gone', ['gone_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('record_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('profile', sa.String(length=10), nullable=False),
    sa.Column('marc', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_version_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_version'))
    )
    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.create_index('uq_record_version_record_version', ['record_id', 'version'], unique=True)

    op.create_table('union_record',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('counted_year', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['union_batch.id'], name=op.f('fk_union_record_batch_id_union_batch')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_union_record_record_id_record')),
    sa.PrimaryKeyConstraint('batch_id', 'record_id', name=op.f('pk_union_record'))
    )
    with op.batch_alter_table('union_record', schema=None) as batch_op:
        batch_op.create_index('ix_union_record_record', ['record_id'], unique=False)
        batch_op.create_index('uq_union_record_record_year', ['record_id', 'counted_year'], unique=True, sqlite_where=sa.text('counted_year IS NOT NULL'), postgresql_where=sa.text('counted_year IS NOT NULL'))

    op.create_table('acceptance_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('source', sa.Enum('legal_deposit', 'purchase', 'subscription', 'exchange', 'gift_person', 'gift_organisation', 'replacement', name='accessionsource', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', 'cancelled', name='actstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('series', sa.String(length=40), nullable=False),
    sa.Column('partner', sa.String(length=300), nullable=False),
    sa.Column('document', sa.String(length=200), nullable=False),
    sa.Column('document_day', sa.Date(), nullable=True),
    sa.Column('contract', sa.String(length=200), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rate', sa.Integer(), nullable=False),
    sa.Column('commission', sa.String(length=1000), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name=op.f('ck_acceptance_act_approved_has_time')),
    sa.CheckConstraint("(state = 'approved') = (number IS NOT NULL)", name=op.f('ck_acceptance_act_approved_has_number')),
    sa.CheckConstraint('rate > 0', name=op.f('ck_acceptance_act_rate_positive')),
    sa.ForeignKeyConstraint(['corrects_id'], ['acceptance_act.id'], name=op.f('fk_acceptance_act_corrects_id_acceptance_act')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_acceptance_act_department_department')),
    sa.ForeignKeyConstraint(['series'], ['inventory_series.code'], name=op.f('fk_acceptance_act_series_inventory_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance_act'))
    )
    with op.batch_alter_table('acceptance_act', schema=None) as batch_op:
        batch_op.create_index('ix_acceptance_act_day', ['day'], unique=False)
        batch_op.create_index('uq_acceptance_act_year_number', ['year', 'number'], unique=True, sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))

    op.create_table('acceptance_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('price_som', sa.Integer(), nullable=False),
    sa.Column('call_number', sa.String(length=100), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=True),
    sa.Column('last_number', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint('copies <> 0', name=op.f('ck_acceptance_line_some_copies')),
    sa.CheckConstraint('price >= 0', name=op.f('ck_acceptance_line_price_not_negative')),
    sa.ForeignKeyConstraint(['act_id'], ['acceptance_act.id'], name=op.f('fk_acceptance_line_act_id_acceptance_act')),
    sa.ForeignKeyConstraint(['corrects_id'], ['acceptance_line.id'], name=op.f('fk_acceptance_line_corrects_id_acceptance_line')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_acceptance_line_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance_line'))
    )
    with op.batch_alter_table('acceptance_line', schema=None) as batch_op:
        batch_op.create_index('ix_acceptance_line_record', ['record_id'], unique=False)
        batch_op.create_index('uq_acceptance_line_act_position', ['act_id', 'position'], unique=True)

    op.create_table('accepted_item',
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_accepted_item_item_id_item')),
    sa.ForeignKeyConstraint(['line_id'], ['acceptance_line.id'], name=op.f('fk_accepted_item_line_id_acceptance_line')),
    sa.PrimaryKeyConstraint('line_id', 'item_id', name=op.f('pk_accepted_item'))
    )
    with op.batch_alter_table('accepted_item', schema=None) as batch_op:
        batch_op.create_index('ix_accepted_item_item', ['item_id'], unique=False)

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        change_values(batch_op, 'import_batch', NEW)
        batch_op.add_column(sa.Column('source', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('undo_double', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('stored_file', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('undone', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('undo_refused', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('trial', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_import_batch_source_import_source'), 'import_source', ['source'], ['code'])

    with op.batch_alter_table('item', recreate=rebuild(), table_kwargs=NEVER_AGAIN) as batch_op:
        batch_op.create_index('ix_item_batch', ['batch'], unique=False)

    with op.batch_alter_table('record', recreate=rebuild(), table_kwargs=NEVER_AGAIN) as batch_op:
        change_values(batch_op, 'record', NEW)
        batch_op.add_column(sa.Column('updated_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('merged_into', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('host_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('checked_version', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_check_constraint(batch_op.f('ck_record_merged_into_another'), 'merged_into <> id')
        batch_op.create_index(
            'ix_record_merged', ['merged_into'], unique=False,
            sqlite_where=sa.text('merged_into IS NOT NULL'), postgresql_where=sa.text('merged_into IS NOT NULL'),
        )
        batch_op.create_index('ix_record_host', ['host_id'], unique=False)
        batch_op.create_index('ix_record_unchecked', ['id'], unique=False, sqlite_where=sa.text('checked_version < version'), postgresql_where=sa.text('checked_version < version'))
        batch_op.create_foreign_key(batch_op.f('fk_record_host_id_record'), 'record', ['host_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_record_merged_into_record'), 'record', ['merged_into'], ['id'])

    with op.batch_alter_table('staged_record', schema=None) as batch_op:
        change_values(batch_op, 'staged_record', NEW)
        batch_op.add_column(sa.Column('score', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('decision', sa.Enum('new', 'update', 'skip', name='decision', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('decided_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('version_after', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('undo', sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index('ix_staged_record_record', ['record_id'], unique=False)

    op.create_index("ix_loan_item", "loan", ["item_id"])
    op.create_index("ix_placement_item", "placement", ["item_id"])
    op.execute(ARTICLES.format(day=LOCAL_DAY[op.get_bind().dialect.name]))
    op.execute(TOTALS)


def downgrade() -> None:
    op.drop_index("ix_placement_item", "placement")
    op.drop_index("ix_loan_item", "loan")
    with op.batch_alter_table('staged_record', schema=None) as batch_op:
        change_values(batch_op, 'staged_record', OLD)
        batch_op.drop_index('ix_staged_record_record')
        batch_op.drop_constraint(batch_op.f('ck_staged_record_decision'), type_='check')
        batch_op.drop_column('undo')
        batch_op.drop_column('version_after')
        batch_op.drop_column('decided_by')
        batch_op.drop_column('decision')
        batch_op.drop_column('score')

    with op.batch_alter_table('record', schema=None) as batch_op:
        change_values(batch_op, 'record', OLD)
        batch_op.drop_constraint(batch_op.f('ck_record_merged_into_another'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_record_merged_into_record'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_record_host_id_record'), type_='foreignkey')
        batch_op.drop_index('ix_record_unchecked', sqlite_where=sa.text('checked_version < version'), postgresql_where=sa.text('checked_version < version'))
        batch_op.drop_index('ix_record_host')
        batch_op.drop_index('ix_record_merged')
        batch_op.drop_column('checked_version')
        batch_op.drop_column('host_id')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('reason')
        batch_op.drop_column('updated_by')

    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.drop_index('ix_item_batch')

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        change_values(batch_op, 'import_batch', OLD)
        batch_op.drop_constraint(batch_op.f('fk_import_batch_source_import_source'), type_='foreignkey')
        batch_op.drop_column('undone_at')
        batch_op.drop_column('trial')
        batch_op.drop_column('undo_refused')
        batch_op.drop_column('undone')
        batch_op.drop_column('stored_file')
        batch_op.drop_column('undo_double')
        batch_op.drop_column('source')

    with op.batch_alter_table('accepted_item', schema=None) as batch_op:
        batch_op.drop_index('ix_accepted_item_item')

    op.drop_table('accepted_item')
    with op.batch_alter_table('acceptance_line', schema=None) as batch_op:
        batch_op.drop_index('uq_acceptance_line_act_position')
        batch_op.drop_index('ix_acceptance_line_record')

    op.drop_table('acceptance_line')
    with op.batch_alter_table('acceptance_act', schema=None) as batch_op:
        batch_op.drop_index('uq_acceptance_act_year_number', sqlite_where=sa.text('number IS NOT NULL'), postgresql_where=sa.text('number IS NOT NULL'))
        batch_op.drop_index('ix_acceptance_act_day')

    op.drop_table('acceptance_act')
    with op.batch_alter_table('union_record', schema=None) as batch_op:
        batch_op.drop_index('uq_union_record_record_year', sqlite_where=sa.text('counted_year IS NOT NULL'), postgresql_where=sa.text('counted_year IS NOT NULL'))
        batch_op.drop_index('ix_union_record_record')

    op.drop_table('union_record')
    with op.batch_alter_table('record_version', schema=None) as batch_op:
        batch_op.drop_index('uq_record_version_record_version')

    op.drop_table('record_version')
    with op.batch_alter_table('record_merge', schema=None) as batch_op:
        batch_op.drop_index('uq_record_merge_gone', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index('ix_record_merge_kept')

    op.drop_table('record_merge')
    with op.batch_alter_table('record_finding', schema=None) as batch_op:
        batch_op.drop_index('ix_record_finding_record')
        batch_op.drop_index('ix_record_finding_code')

    op.drop_table('record_finding')
    with op.batch_alter_table('record_draft', schema=None) as batch_op:
        batch_op.drop_index('uq_record_draft_staff_record', sqlite_where=sa.text('record_id IS NOT NULL'), postgresql_where=sa.text('record_id IS NOT NULL'))
        batch_op.drop_index('ix_record_draft_record')

    op.drop_table('record_draft')
    with op.batch_alter_table('record_card', schema=None) as batch_op:
        batch_op.drop_index('ix_record_card_index')

    op.drop_table('record_card')
    with op.batch_alter_table('digital_object', schema=None) as batch_op:
        batch_op.drop_index('ix_digital_object_record')

    op.drop_table('digital_object')
    op.drop_table('union_batch')
    op.drop_table('record_template')
    op.drop_table('printer')
    op.drop_table('label_sheet')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_subject')
        batch_op.drop_index('ix_job_state')

    op.drop_table('job')
    op.drop_table('inventory_series')
    op.drop_table('import_source')
    op.drop_table('finding_severity')
    op.drop_table('copy_target')
    op.drop_table('card_index')
    op.drop_table('author_mark')
