"""What is there: for strangers (`finding`, `reading`), for agents (`desk`, `standing`), and gates for actions."""
