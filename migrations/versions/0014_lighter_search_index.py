"""The full-text index without the beginnings of three letters, and merged less often

A quarter of the time that went into the index when records were taken in was theirs. A search for three letters takes
20 to 30 ms more among 200,000 records without them; without those of two letters some would take 250 instead of 13.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEX = """
CREATE VIRTUAL TABLE search_fts USING fts5(
    title, author, subject, rest,
    content='search_text', content_rowid='id', detail='full', prefix='{beginnings}',
    tokenize="unicode61 remove_diacritics 0"
)
"""
MERGED_FROM = 8  # segments of a level; FTS5's own 4 writes what is taken in once more


def upgrade() -> None:
    """PostgreSQL computes its index, and has no such choice."""
    if op.get_bind().dialect.name == "sqlite":
        rebuild("2")
        op.execute(f"INSERT INTO search_fts(search_fts, rank) VALUES ('automerge', {MERGED_FROM})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rebuild("2 3")


def rebuild(beginnings: str) -> None:
    op.execute("DROP TABLE search_fts")
    op.execute(INDEX.format(beginnings=beginnings))
    op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")
