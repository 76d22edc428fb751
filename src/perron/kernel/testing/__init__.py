"""What tests of all bricks share: factories, fakes for every port, the suite that every brick must pass."""
