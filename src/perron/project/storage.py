"""Settings of the file store (on disk below VAR, or any S3-compatible service), and of what we fetch from outside."""

from perron.project import environment

FILES = {
    "folder": environment.var_folder() / "files",
    "cache": environment.var_folder() / "cache",  # copies of what is on S3, deleted when older than the newest ones
    "cache_limit": environment.number("PERRON_FILE_CACHE_LIMIT", 20_000_000_000),
    "s3_bucket": environment.text("PERRON_S3_BUCKET"),
    "s3_endpoint": environment.text("PERRON_S3_ENDPOINT"),
    "s3_region": environment.text("PERRON_S3_REGION", "eu-west-1"),
    "s3_key": environment.text("PERRON_S3_KEY"),
    "s3_secret": environment.text("PERRON_S3_SECRET"),
}
FILE_SIZE_LIMIT = environment.number("PERRON_FILE_SIZE_LIMIT", 2_000_000_000)
TABLES_FOLDER = environment.var_folder() / "tables"  # fast copies of large tables, deletable at any time
TABLES_LIMIT = environment.number("PERRON_TABLES_LIMIT", 20_000_000_000)
# Networks (CIDR) inside the house that sources of data may be fetched from; none unless the operator says so.
ALLOWED_PRIVATE_ADDRESSES = environment.words("PERRON_ALLOW_PRIVATE_ADDRESSES")
