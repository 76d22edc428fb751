"""What is there: for strangers (`datasets`, `tables`), for agents (`desk`, `standing`), and the gates that actions pass."""
