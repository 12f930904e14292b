"""Guards of the append-only log and the full-text index

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The log and the audit trail are append-only: a correction is a new row (DESIGN §4.1).
GUARDED = ("activity", "audit")

FTS5 = """
CREATE VIRTUAL TABLE search_fts USING fts5(
    title, author, subject, rest,
    content='search_text', content_rowid='id', detail='full', prefix='2 3',
    tokenize="unicode61 remove_diacritics 0"
)
"""

# The text is folded already; 'simple' only splits it. Weights A–D are title, author, subject, rest.
TSVECTOR = """
ALTER TABLE search_text ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') ||
    setweight(to_tsvector('simple', author), 'B') ||
    setweight(to_tsvector('simple', subject), 'C') ||
    setweight(to_tsvector('simple', rest), 'D')
) STORED
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        upgrade_postgresql()
    else:
        upgrade_sqlite()


def upgrade_sqlite() -> None:
    for table in GUARDED:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(FTS5)


def upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(TSVECTOR)
    op.execute("CREATE INDEX ix_search_text_tsv ON search_text USING gin (tsv)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_text_tsv")
        op.execute("ALTER TABLE search_text DROP COLUMN tsv")
        for table in GUARDED:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
        return
    op.execute("DROP TABLE search_fts")
    for table in GUARDED:
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(f"DROP TRIGGER {table}_no_delete")
