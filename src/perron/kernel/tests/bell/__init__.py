"""A brick for the tests of events, tasks and notices: a bell, and those who hear it."""
