"""what a grade says beyond its marks: the post-training ledger, and claims held against measurement"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("grade") as batch_op:
        batch_op.add_column(sa.Column("ledger", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("claims", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("grade") as batch_op:
        batch_op.drop_column("claims")
        batch_op.drop_column("ledger")
