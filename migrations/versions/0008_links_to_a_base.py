"""Who derives from a release, in one index

A page asks it of every release, popular ones with thousands of derivatives: each of them was read from another place
of the table. The index holds all that is asked of a link.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_link_target_kind_release_id_relation",
        "link",
        ["target", "kind", "release_id", "relation"],
    )
    op.drop_index("ix_link_target", "link")


def downgrade() -> None:
    op.create_index("ix_link_target", "link", ["target"])
    op.drop_index("ix_link_target_kind_release_id_relation", "link")
