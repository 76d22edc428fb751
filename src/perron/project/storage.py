"""Settings of the file store: on disk below VAR, or any S3-compatible service."""

from perron.project import environment

FILES = {
    "folder": environment.var_folder() / "files",
    "s3_bucket": environment.text("PERRON_S3_BUCKET"),
    "s3_endpoint": environment.text("PERRON_S3_ENDPOINT"),
    "s3_region": environment.text("PERRON_S3_REGION", "eu-west-1"),
    "s3_key": environment.text("PERRON_S3_KEY"),
    "s3_secret": environment.text("PERRON_S3_SECRET"),
}
FILE_SIZE_LIMIT = environment.number("PERRON_FILE_SIZE_LIMIT", 2_000_000_000)
TABLES_FOLDER = environment.var_folder() / "tables"
