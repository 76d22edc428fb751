"""What bricks stand on: people, authorities, places, files, the log, search, notices. Read `contract.py` first."""
