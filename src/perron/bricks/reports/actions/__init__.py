"""What can be done with reports, one module per subject."""
