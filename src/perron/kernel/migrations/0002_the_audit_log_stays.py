"""The database itself refuses to change or delete what the audit log holds."""

from django.db import migrations

# Only the place in the tree is ever written after the fact, once.
GUARD = """
CREATE OR REPLACE FUNCTION kernel_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'kernel_auditentry'
       AND to_jsonb(OLD)->>'index' IS NULL
       AND to_jsonb(OLD) - 'index' = to_jsonb(NEW) - 'index' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME;
END $$;
CREATE OR REPLACE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_stays();
CREATE OR REPLACE TRIGGER audit_nodes_stay BEFORE UPDATE OR DELETE ON kernel_auditnode
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_stays();
CREATE OR REPLACE TRIGGER audit_checkpoints_stay BEFORE UPDATE OR DELETE ON kernel_checkpoint
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_stays();
"""
UNGUARD = """
DROP TRIGGER IF EXISTS audit_entries_stay ON kernel_auditentry;
DROP TRIGGER IF EXISTS audit_nodes_stay ON kernel_auditnode;
DROP TRIGGER IF EXISTS audit_checkpoints_stay ON kernel_checkpoint;
DROP FUNCTION IF EXISTS kernel_audit_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_the_house")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
