"""The demo as a program: a directory with everything in it, people to sign in as, a mailbox and a tour."""
